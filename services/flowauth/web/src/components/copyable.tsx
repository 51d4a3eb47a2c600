import { Button, Group, Stack, Textarea, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../texts/index.ts'
import { CheckIcon, CopyIcon, DownloadIcon } from './icons.tsx'

interface CopyableProps {
  readonly label: string
  readonly value: string
  /** Offers the value as a file of this name as well. */
  readonly fileName?: string
  /** More lines than these are scrolled. */
  readonly mostRows?: number
}

/** A text to be taken elsewhere, such as a token or a key. */
export function Copyable({ label, value, fileName, mostRows = 4 }: CopyableProps) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
  }
  return (
    <Stack gap="xs">
      <Textarea
        label={label}
        value={value}
        readOnly
        autosize
        minRows={1}
        maxRows={mostRows}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={event => event.currentTarget.select()}
      />
      <Group gap="xs">
        <Button leftSection={copied ? <CheckIcon /> : <CopyIcon />} onClick={() => void copy()}>
          {copied ? texts.actions.copied : texts.actions.copy}
        </Button>
        {fileName && (
          <Button
            variant="default"
            leftSection={<DownloadIcon />}
            onClick={() => saveAsFile(fileName, value)}
          >
            {texts.actions.download}
          </Button>
        )}
        <VisuallyHidden role="status">{copied ? texts.actions.copied : ''}</VisuallyHidden>
      </Group>
    </Stack>
  )
}

/** Gives somebody a text as a file. */
export function saveAsFile(fileName: string, value: string): void {
  const url = URL.createObjectURL(new Blob([value], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
