import type { OneTimePassword } from '@flowkit/flowauth/api'
import { Text } from '@mantine/core'
import { Copyable } from '../../components/copyable.tsx'
import { Section } from '../../components/section.tsx'
import { formatMoment } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'

/** A password that was made for somebody: the only time that it can be seen. */
export function OneTimePasswordView(props: { readonly username: string; readonly made: OneTimePassword }) {
  const { username, made } = props
  const words = texts.adminUsers
  return (
    <Section title={words.oneTimeTitle} maw="36rem">
      <Text role="status">{words.oneTimeText(username, formatMoment(made.valid_until))}</Text>
      <Copyable label={words.oneTimePassword} value={made.password} />
    </Section>
  )
}
