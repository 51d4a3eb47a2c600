import type { Session } from '@flowkit/flowauth/api'
import { Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { api } from '../api/client.ts'
import { texts } from '../texts/index.ts'
import { useSession } from './session-context.ts'
import { SignInSteps } from './sign-in-steps.tsx'
import { useQuestion } from './use-question.ts'

/**
 * Lets somebody whose session has ended sign in again where they are: what they have entered stays, and what they asked
 * for goes on. Who closes it is signed out.
 */
export function SessionEnded() {
  const { session, setSession } = useSession()
  const { asked, ask, settle } = useQuestion()
  useEffect(() => {
    api.hooks = { ...api.hooks, signInAgain: ask }
    return () => {
      api.hooks = { ...api.hooks, signInAgain: async () => false }
    }
  }, [ask])
  const goOn = (next: Session) => {
    setSession(next)
    settle(true)
  }
  const giveUp = () => {
    settle(false)
    setSession(null)
  }
  const { endedTitle, endedText } = texts.signIn
  return (
    <Modal.Root opened={asked} onClose={giveUp} centered closeOnClickOutside={false}>
      {/* Nobody reads on over the shoulder of a session that has ended. */}
      <Modal.Overlay blur={16} backgroundOpacity={0.7} />
      <Modal.Content>
        <SignInSteps
          frame={DialogStep}
          title={endedTitle}
          text={endedText}
          username={session.user.username}
          onSignedIn={goOn}
        />
      </Modal.Content>
    </Modal.Root>
  )
}

function DialogStep(step: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <>
      <Modal.Header>
        <Modal.Title>{step.title}</Modal.Title>
        <Modal.CloseButton />
      </Modal.Header>
      <Modal.Body>
        <Stack>
          <Text>{step.text}</Text>
          {step.children}
        </Stack>
      </Modal.Body>
    </>
  )
}
