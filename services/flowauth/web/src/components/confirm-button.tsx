import { Button, Group, type MantineSize, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { UseMutationResult } from '@tanstack/react-query'
import { texts } from '../texts/index.ts'
import { ErrorNotice } from './notices.tsx'

interface ConfirmButtonProps<T> {
  readonly label: string
  /** What will happen. */
  readonly text: string
  readonly change: UseMutationResult<T, Error, void>
  readonly onDone?: (result: T) => void
  readonly color?: string
  /** What it is done to, where there are others of the same label. */
  readonly about?: string
  readonly size?: MantineSize | 'compact-sm'
}

/** A button for what cannot simply be undone: it says what will happen, and asks. */
export function ConfirmButton<T>(props: ConfirmButtonProps<T>) {
  const { label, text, change, onDone, color = 'red', about, size } = props
  const [opened, { open, close }] = useDisclosure()
  const confirm = () =>
    change.mutate(undefined, {
      onSuccess: result => {
        close()
        onDone?.(result)
      },
    })
  return (
    <>
      <Button
        variant="default"
        size={size}
        c={color === 'red' ? 'var(--mantine-color-error)' : undefined}
        aria-label={about}
        onClick={open}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={about ?? label}>
        <Stack>
          <Text>{text}</Text>
          <ErrorNotice error={change.error} />
          <Group justify="flex-end" wrap="wrap-reverse">
            <Button variant="default" onClick={close} data-autofocus>
              {texts.actions.cancel}
            </Button>
            <Button
              color={color === 'red' ? 'red.9' : undefined}
              loading={change.isPending}
              onClick={confirm}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
