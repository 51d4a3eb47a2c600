import { useState } from 'react'
import { SuccessNotice } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { Section } from '../components/section.tsx'
import { IdentitiesSection } from '../identities/identities-section.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { Version } from '../layout/version.tsx'
import { SecondFactorSection } from '../second-factor/second-factor-section.tsx'
import { ClientsSection } from '../session/clients-section.tsx'
import { PasswordForm } from '../session/password-form.tsx'
import { useSession } from '../session/session-context.ts'
import { SessionsSection } from '../session/sessions-section.tsx'
import { texts } from '../texts/index.ts'

/** Who one is here, one's password and second factor, where else one can sign in, and where one has. */
export function AccountPage() {
  const { user, has_password } = useSession().session
  const [changed, setChanged] = useState(false)
  const who = texts.account.signedInAs(user.username)
  return (
    <Page
      title={texts.account.title}
      introduction={user.is_admin ? `${who} ${texts.account.administrator}` : who}
    >
      <RefusedNotice />
      {has_password && (
        <>
          <Section title={texts.password.change}>
            {changed && <SuccessNotice>{texts.password.changed}</SuccessNotice>}
            <PasswordForm currentLabel={texts.password.current} onChanged={() => setChanged(true)} />
          </Section>
          <SecondFactorSection />
        </>
      )}
      <IdentitiesSection />
      <SessionsSection />
      <ClientsSection />
      <Version />
    </Page>
  )
}
