import type { ApiDescription } from '@flowkit/flowauth/api'
import { Button, FileInput, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { ErrorNotice } from '../../components/notices.tsx'
import { texts } from '../../texts/index.ts'

/** A document that was read, and the address that it came from, if it came from one. */
export interface FoundDescription extends ApiDescription {
  readonly description_url: string | null
}

interface DescriptionSourceProps {
  /** The address that is offered first. */
  readonly url?: string | null
  readonly onFound: (description: FoundDescription) => void
}

/** Has a FlowAPI's OpenAPI document read, from an address or from a file. */
export function DescriptionSource({ url: firstUrl, onFound }: DescriptionSourceProps) {
  const [kind, setKind] = useState(firstUrl === null ? 'file' : 'url')
  const [url, setUrl] = useState(firstUrl ?? '')
  const [file, setFile] = useState<File | null>(null)
  const words = texts.adminServers
  const reading = useMutation({
    mutationFn: async () => {
      const source = kind === 'url' ? { url } : { document: await documentIn(file) }
      const found = await api.send<ApiDescription>('POST', '/api/admin/api-descriptions', source)
      return { ...found, description_url: kind === 'url' ? url : null }
    },
    onSuccess: onFound,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reading.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw="36rem">
        <Radio.Group label={words.source} value={kind} onChange={setKind}>
          <Group mt="xs">
            <Radio value="url" label={words.fromUrl} />
            <Radio value="file" label={words.fromFile} />
          </Group>
        </Radio.Group>
        {kind === 'url' ? (
          <TextInput
            type="url"
            label={words.url}
            description={words.urlHint}
            required
            value={url}
            onChange={event => setUrl(event.currentTarget.value)}
          />
        ) : (
          <FileInput
            label={words.file}
            description={words.fileHint}
            accept="application/json,.json"
            required
            value={file}
            onChange={setFile}
          />
        )}
        <ErrorNotice error={reading.error} />
        <Group>
          <Button type="submit" variant="default" loading={reading.isPending}>
            {words.read}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What the server is sent of a file: anything that is not an object it refuses as not being a description. */
async function documentIn(file: File | null): Promise<object> {
  try {
    const json: unknown = JSON.parse((await file?.text()) ?? '')
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
  } catch {
    return {}
  }
}
