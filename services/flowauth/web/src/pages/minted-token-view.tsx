import type { MintedToken } from '@flowkit/flowauth/api'
import { Alert, Stack, Text } from '@mantine/core'
import { Copyable } from '../components/copyable.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { SizeWarning } from './size-warning.tsx'

/** A token that has just been made: the only time that it can be seen. */
export function MintedTokenView({ minted }: { readonly minted: MintedToken }) {
  const { token, jwt } = minted
  return (
    <Stack>
      <Alert color="yellow" role="status">
        {texts.newToken.made}
      </Alert>
      <Copyable
        label={texts.newToken.token}
        value={jwt}
        fileName={`${fileName(token.name)}.txt`}
        mostRows={5}
      />
      <Text size="sm">
        {texts.newToken.expires}: {formatMoment(token.expires_at)}
      </Text>
      <SizeWarning bytes={token.size_bytes} />
      <Text size="sm" c="dimmed">
        {texts.newToken.use}
      </Text>
    </Stack>
  )
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '-')
}
