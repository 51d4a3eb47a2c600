import { Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** What is known of something, each with its name. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <Table withRowBorders={false} verticalSpacing={4} horizontalSpacing={0} maw="34rem">
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={500} w="8.5rem" style={{ verticalAlign: 'top' }}>
              <Text c="dimmed" size="sm">
                {name}
              </Text>
            </Table.Th>
            <Table.Td className="wrap-anywhere">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
