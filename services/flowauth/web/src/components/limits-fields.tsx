import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { timeZone } from '../texts/format.ts'
import { texts } from '../texts/index.ts'

const UNITS = { minutes: 1, hours: 60, days: 1440 } as const
type Unit = keyof typeof UNITS

const LARGEST_NUMBER = 5000

interface LifetimeFieldProps {
  readonly label: string
  readonly minutes: number
  readonly onChange: (minutes: number) => void
}

/** A duration in minutes, hours or days: the largest unit that it is a whole number of. */
export function LifetimeField({ label, minutes, onChange }: LifetimeFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => {
    if (minutes % UNITS.days === 0) return 'days'
    return minutes % UNITS.hours === 0 ? 'hours' : 'minutes'
  })
  // While somebody types, a field may be empty or say 0; the duration stays what it was.
  const [typed, setTyped] = useState<number | string>(minutes / UNITS[unit])
  const change = (value: number | string, by: Unit) => {
    setTyped(value)
    const number = Number(value)
    if (number > 0) onChange(Math.round(number * UNITS[by]))
  }
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <NumberInput
        label={label}
        min={1}
        max={LARGEST_NUMBER}
        allowDecimal={false}
        value={typed}
        onChange={value => change(value, unit)}
        onBlur={() => setTyped(minutes / UNITS[unit])}
        flex={1}
      />
      <Select
        aria-label={texts.limits.unit}
        data={Object.entries(texts.limits.units).map(([value, words]) => ({ value, label: words }))}
        value={unit}
        allowDeselect={false}
        onChange={value => {
          const next = Object.keys(UNITS).find((each): each is Unit => each === value) ?? unit
          setUnit(next)
          change(Math.ceil(minutes / UNITS[unit]), next)
        }}
        w="8rem"
      />
    </Group>
  )
}

/** How long the tokens of a server or role may live. */
export interface Limits {
  readonly longest_lifetime_minutes: number
  /** RFC 3339; null for no date. */
  readonly latest_expiry: string | null
}

interface LimitsFieldsProps {
  readonly limits: Limits
  readonly onChange: (limits: Limits) => void
}

/** Fields for how long tokens may live. */
export function LimitsFields({ limits, onChange }: LimitsFieldsProps) {
  return (
    <Stack gap="sm" maw="32rem">
      <LifetimeField
        label={texts.limits.lifetime}
        minutes={limits.longest_lifetime_minutes}
        onChange={longest_lifetime_minutes => onChange({ ...limits, longest_lifetime_minutes })}
      />
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          type="datetime-local"
          label={texts.limits.date}
          description={texts.limits.dateHint(timeZone())}
          value={localValue(limits.latest_expiry)}
          onChange={event => onChange({ ...limits, latest_expiry: instantOf(event.currentTarget.value) })}
          flex={1}
        />
        {limits.latest_expiry !== null && (
          <Button variant="default" onClick={() => onChange({ ...limits, latest_expiry: null })}>
            {texts.limits.clearDate}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** A moment as a field for local dates and times takes it. */
function localValue(iso: string | null): string {
  if (iso === null) return ''
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The moment of a local date and time; null for none. */
function instantOf(value: string): string | null {
  return value === '' ? null : new Date(value).toISOString()
}
