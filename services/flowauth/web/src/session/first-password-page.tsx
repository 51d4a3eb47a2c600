import { texts } from '../texts/index.ts'
import { FrontPage } from './front-page.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignOutButton } from './sign-out-button.tsx'

/** Where somebody replaces the password that was made for them; until then there is nothing else. */
export function FirstPasswordPage() {
  return (
    <FrontPage title={texts.password.firstTitle} text={texts.password.firstText}>
      <PasswordForm currentLabel={texts.password.currentFirst} />
      <SignOutButton />
    </FrontPage>
  )
}
