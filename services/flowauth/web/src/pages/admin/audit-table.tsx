import type { AuditEntry } from '@flowkit/flowauth/api'
import { Paper, Table, Text } from '@mantine/core'
import { formatMoment } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'

/** No more of a detail is shown; the CSV has them whole. */
const LONGEST_DETAIL = 120

/** What was done, a row for each. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const words = texts.adminAudit
  return (
    <Paper p={0}>
      <Table className="stacked" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="10.5rem">{words.when}</Table.Th>
            <Table.Th w="9rem">{words.event}</Table.Th>
            <Table.Th w="7rem">{words.who}</Table.Th>
            <Table.Th w="8rem">{words.where}</Table.Th>
            <Table.Th>{words.about}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map(entry => (
            <Table.Tr key={entry.id}>
              <Table.Td>{formatMoment(entry.at)}</Table.Td>
              <Table.Td data-heading={words.event}>{eventName(entry.event)}</Table.Td>
              <Table.Td data-heading={words.who} className="wrap-anywhere">
                {entry.username ?? '–'}
              </Table.Td>
              <Table.Td data-heading={words.where} className="wrap-anywhere">
                {entry.address ?? words.command}
              </Table.Td>
              <Table.Td data-heading={words.about} className="wrap-anywhere">
                <div>
                  <Text size="sm">{entry.about ?? '–'}</Text>
                  <Details details={entry.details} />
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Details({ details }: Pick<AuditEntry, 'details'>) {
  return Object.entries(details).map(([name, value]) => {
    const text = `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
    return (
      <Text key={name} size="xs" c="dimmed">
        {text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text}
      </Text>
    )
  })
}

/** What a kind of event is called; one that is newer than these pages is called by its code. */
function eventName(event: string): string {
  const names: Readonly<Record<string, string | undefined>> = texts.adminAudit.events
  return names[event] ?? event
}
