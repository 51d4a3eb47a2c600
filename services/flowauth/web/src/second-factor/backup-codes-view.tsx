import { Button, Stack, Text } from '@mantine/core'
import { Copyable } from '../components/copyable.tsx'
import { SectionTitle } from '../components/section.tsx'
import { texts } from '../texts/index.ts'

/** New backup codes: the only time that they can be seen. */
export function BackupCodesView(props: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const words = texts.secondFactor
  return (
    <Stack maw="26rem">
      <SectionTitle>{words.codesTitle}</SectionTitle>
      <Text role="status">{words.codesText}</Text>
      <Copyable
        label={words.codes}
        value={props.codes.join('\n')}
        fileName="flowauth-backup-codes.txt"
        mostRows={props.codes.length}
      />
      <Button variant="default" onClick={props.onKept}>
        {words.codesKept}
      </Button>
    </Stack>
  )
}
