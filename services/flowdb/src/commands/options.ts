import { InvalidArgumentError } from 'commander'
import { isDate } from '../ingest/fields.ts'

/** Reads `--columns`, which may be given several times: pairs such as `msisdn=MSISDN_A`. */
export function columnNames(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const names = text.split(',').map(pair => {
    const [, column, name] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(pair) ?? []
    if (column === undefined || name === undefined)
      throw new InvalidArgumentError('It must be pairs such as msisdn=MSISDN_A,datetime=start_time.')
    return [column, name]
  })
  return { ...before, ...Object.fromEntries(names) }
}

/** Reads `--delimiter`. */
export function delimiter(text: string): string {
  const character = text === '\\t' ? '\t' : text
  if (character.length !== 1) throw new InvalidArgumentError('It must be one character, or \\t for a tab.')
  return character
}

/** Reads a local date, such as `2016-01-01`. */
export function localDate(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('It must be a date such as 2016-01-01.')
  return text
}
