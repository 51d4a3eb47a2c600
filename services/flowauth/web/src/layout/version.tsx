import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { version } from '../api/queries.ts'
import { texts } from '../texts/index.ts'

/** Which FlowAuth this is, for whoever reports that something is wrong; nothing where it cannot be read. */
export function Version() {
  const { data } = useQuery(version())
  return (
    data && (
      <Text size="sm" c="dimmed">
        {texts.product} {data.version}
      </Text>
    )
  )
}
