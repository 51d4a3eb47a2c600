import type { AuditPage as Entries } from '@flowkit/flowauth/api'
import { Button, Group, Paper, Select, Stack, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { saveAsFile } from '../../components/copyable.tsx'
import { DownloadIcon } from '../../components/icons.tsx'
import { EmptyState, ErrorNotice, Loading } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'
import { AuditTable } from './audit-table.tsx'

/** What the fields say, as they are filled in. */
interface Fields {
  readonly event: string | null
  readonly username: string
  /** A day of the browser's calendar; empty for any. */
  readonly from: string
  readonly to: string
}

/** What was done, by whom and from where, newest first. */
export function AuditPage() {
  const words = texts.adminAudit
  const [fields, setFields] = useState<Fields>({ event: null, username: '', from: '', to: '' })
  const filter = filterOf(fields)
  const found = useInfiniteQuery({
    queryKey: ['admin', 'audit', filter],
    queryFn: ({ pageParam }) => api.get<Entries>(`/api/admin/audit?${parameters(filter, pageParam)}`),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.id : undefined),
  })
  const download = useMutation({
    mutationFn: () => api.get<string>(`/api/admin/audit.csv?${parameters(filter, null)}`),
    onSuccess: csv => saveAsFile('flowauth-audit.csv', csv),
  })
  const entries = found.data?.pages.flatMap(page => page.entries)
  return (
    <Page
      title={words.title}
      introduction={words.introduction}
      action={
        <Button
          variant="default"
          leftSection={<DownloadIcon />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {words.download}
        </Button>
      }
    >
      <Filter fields={fields} onChange={setFields} />
      <ErrorNotice error={download.error} />
      <ErrorNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {entries?.length === 0 && <EmptyState title={words.none} hint={words.noneHint} />}
      {entries && entries.length > 0 && (
        <Stack>
          <AuditTable entries={entries} />
          {found.hasNextPage && (
            <div>
              <Button
                variant="default"
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {words.older}
              </Button>
            </div>
          )}
        </Stack>
      )}
    </Page>
  )
}

/** Side by side where there is room. */
const GROWING = '1 1 10rem'

function Filter({ fields, onChange }: { readonly fields: Fields; readonly onChange: (to: Fields) => void }) {
  const words = texts.adminAudit
  return (
    <Paper>
      <Group align="flex-end">
        <TextInput
          flex={GROWING}
          label={words.user}
          value={fields.username}
          onChange={event => onChange({ ...fields, username: event.currentTarget.value })}
        />
        <Select
          flex={GROWING}
          label={words.event}
          placeholder={words.anyEvent}
          clearable
          searchable
          data={Object.entries(words.events).map(([value, label]) => ({ value, label }))}
          value={fields.event}
          onChange={event => onChange({ ...fields, event })}
        />
        <TextInput
          flex={GROWING}
          type="date"
          label={words.from}
          value={fields.from}
          onChange={event => onChange({ ...fields, from: event.currentTarget.value })}
        />
        <TextInput
          flex={GROWING}
          type="date"
          label={words.to}
          value={fields.to}
          onChange={event => onChange({ ...fields, to: event.currentTarget.value })}
        />
      </Group>
    </Paper>
  )
}

/** Days are those of the browser's time zone, the last one included. */
function filterOf({ event, username, from, to }: Fields): Readonly<Record<string, string>> {
  const dayAfter = (day: string) => {
    const date = new Date(`${day}T00:00`)
    date.setDate(date.getDate() + 1)
    return date.toISOString()
  }
  return {
    ...(event === null ? {} : { event }),
    ...(username.trim() === '' ? {} : { username: username.trim() }),
    ...(from === '' ? {} : { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to === '' ? {} : { until: dayAfter(to) }),
  }
}

function parameters(filter: Readonly<Record<string, string>>, before: number | null): string {
  const values = { ...filter, ...(before === null ? {} : { before: String(before) }) }
  return new URLSearchParams(values).toString()
}
