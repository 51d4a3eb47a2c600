import { DAYS, PEOPLE, type Person, type PicturedEvent, type Place } from './people.ts'
import { type Drawing, element, label, line, round, TILE, tile, WIDTH } from './svg.ts'

/** What is answered of single people. */
export interface AnswerAboutEach {
  /** The kind that tells it. */
  readonly by: string
  /** By name: places, a number, rounded, or a word; who is not in it has no answer. */
  readonly answers: Readonly<Record<string, readonly Place[] | number | string>>
  /** What stands behind numbers. */
  readonly unit?: string
}

/** A row of an answer about several people: places, or from where to where, a label, and how many people. */
export interface AnswerRow {
  readonly places: readonly Place[]
  readonly label?: string
  readonly value: number
}

/** A question about the four people, and its answer. */
export interface PeoplePicture {
  /** What is asked, in a line. */
  readonly question: string
  /** Which events make the answer, where not all do: the others are faint. */
  readonly counted?: (event: PicturedEvent, of: Person) => boolean
  readonly each?: AnswerAboutEach
  /** The answer about all of them. */
  readonly rows?: readonly AnswerRow[]
}

const NAMES_END = 58
const DAY_WIDTH = 108
const ANSWERS_FROM = NAMES_END + DAY_WIDTH * DAYS.length + 16
const FIRST_ROW = 66
const ROW_HEIGHT = 27
const FAINT = 0.3
/** From one place of a row to the next, with room for an arrow. */
const STEP = TILE + 14

/** Draws the events of the four people, a row each, and what is answered of them. */
export function peoplePicture({ question, counted = () => true, each, rows = [] }: PeoplePicture): Drawing {
  const foot = FIRST_ROW + PEOPLE.length * ROW_HEIGHT
  const chips = rows.length === 0 ? [] : chipsAt(foot + 8, rows)
  return {
    title: question,
    description: inWords(each, rows),
    height: foot + (rows.length === 0 ? 0 : 8 + 26 * (chips.at(-1)?.row ?? 0) + 34),
    shapes: [
      label(12, 24, question),
      ...days(foot),
      ...PEOPLE.map((person, index) => {
        const y = FIRST_ROW + index * ROW_HEIGHT + 8
        const events = person.events.map(event =>
          tile(xOf(event), y, event.place, counted(event, person) ? undefined : FAINT),
        )
        return [label(12, y + 4, person.name), ...events, ...(each ? answered(each, person, y) : [])].join('')
      }),
      ...chips.map(({ shape }) => shape),
    ],
  }
}

/** The answers, for those who do not see the picture. */
function inWords(each: AnswerAboutEach | undefined, rows: readonly AnswerRow[]): string {
  const { answers = {}, unit = '' } = each ?? {}
  const ofEach = Object.entries(answers).map(
    ([name, answer]) => `${name}: ${typeof answer === 'object' ? answer.join(' and ') : `${answer}${unit}`}`,
  )
  const ofAll = rows.map(({ places, label: words = '', value }) =>
    [places.join(' to '), words, value].filter(part => part !== '').join(' '),
  )
  return `${[...ofEach, ...ofAll].join('; ')}.`
}

const xOf = ({ day, hour }: PicturedEvent) =>
  NAMES_END + day * DAY_WIDTH + TILE / 2 + 2 + (hour / 24) * (DAY_WIDTH - TILE)

function days(foot: number): string[] {
  return DAYS.flatMap((day, index) => {
    const x = NAMES_END + index * DAY_WIDTH
    return [
      line(x, 40, x, foot - 8),
      label(x + 6, 52, `${Number(day.slice(8))} January`, { class: 'soft', 'font-size': 11 }),
    ]
  }).concat(line(NAMES_END + DAYS.length * DAY_WIDTH, 40, NAMES_END + DAYS.length * DAY_WIDTH, foot - 8))
}

function answered({ answers, unit = '' }: AnswerAboutEach, { name }: Person, y: number): string[] {
  const answer = answers[name]
  if (answer === undefined) return [label(ANSWERS_FROM, y + 4, '–', { class: 'soft' })]
  if (typeof answer !== 'object')
    return [label(ANSWERS_FROM, y + 4, `${answer}${unit}`, { 'font-weight': 600 })]
  return answer.map((place, index) => tile(ANSWERS_FROM + TILE / 2 + index * (TILE + 3), y, place))
}

/** The rows of an answer one after the other, in as many lines as they need. */
function chipsAt(top: number, rows: readonly AnswerRow[]): { row: number; shape: string }[] {
  let x = 12
  let row = 0
  return rows.map(({ places, label: words, value }) => {
    const text = `${words ? `${words}: ` : ''}${value}`
    const textFrom = 11 + places.length * STEP - (places.length > 0 ? 8 : 0)
    const width = textFrom + textWidth(text) + 11
    if (x + width > WIDTH - 12) {
      x = 12
      row += 1
    }
    const y = top + row * 26
    const shape = [
      element('rect', { x: round(x), y, width: round(width), height: 22, rx: 11, class: 'line' }),
      ...places.flatMap((place, index) => [
        ...(index > 0 ? [label(round(x + index * STEP - 2), y + 15, '→', { class: 'soft' })] : []),
        tile(x + 11 + TILE / 2 + index * STEP, y + 11, place),
      ]),
      label(round(x + textFrom), y + 15.5, text),
    ].join('')
    x += width + 8
    return { row, shape }
  })
}

/** About how wide a text is, generously. */
const textWidth = (text: string) => text.length * 7
