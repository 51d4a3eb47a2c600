import { Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { tokenKey } from '../../api/queries.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'

const PEM_ROWS = 14

/** The key that FlowAPI knows tokens by. */
export function TokenKeyPage() {
  const words = texts.adminKey
  return (
    <Page title={words.title}>
      <Loaded of={useQuery(tokenKey())}>
        {({ algorithm, public_key }) => (
          <Paper>
            <Stack>
              <Text className="wrap-anywhere">{public_key === null ? words.shared : words.introduction}</Text>
              <Text c="dimmed">{words.algorithm(algorithm)}</Text>
              {public_key !== null && (
                <Copyable
                  label={words.key}
                  value={public_key}
                  fileName="flowauth_public_key.pem"
                  rows={PEM_ROWS}
                />
              )}
            </Stack>
          </Paper>
        )}
      </Loaded>
    </Page>
  )
}
