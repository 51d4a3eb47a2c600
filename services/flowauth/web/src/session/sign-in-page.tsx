import type { Session } from '@flowkit/flowauth/api'
import { texts } from '../texts/index.ts'
import { FrontPage } from './front-page.tsx'
import { SignInSteps } from './sign-in-steps.tsx'

/** Where somebody signs in. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const { title, introduction } = texts.signIn
  return <SignInSteps frame={FrontPage} title={title} text={introduction} onSignedIn={onSignedIn} />
}
