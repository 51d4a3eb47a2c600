import { type Drawing, element, label, line, round, WIDTH } from './svg.ts'

/** A top-up: how many hours after the start of the period, and the balances before and after it. */
export interface PicturedTopup {
  readonly hour: number
  readonly before: number
  readonly after: number
}

/** For how long a balance was held, in hours. */
interface Held {
  readonly from: number
  readonly to: number
  readonly balance: number
}

/** The top-ups of the picture, and how long its period is. */
export const TOPUPS: readonly PicturedTopup[] = [
  { hour: 6, before: 0, after: 10 },
  { hour: 18, before: 4, after: 24 },
  { hour: 36, before: 6, after: 26 },
]
const HOURS = 48

/** What is held between two top-ups is the mean of what the one left and the other found. */
const HELD: readonly Held[] = [
  { from: 0, to: 6, balance: 0 },
  { from: 6, to: 18, balance: 7 },
  { from: 18, to: 36, balance: 15 },
  { from: 36, to: HOURS, balance: 26 },
]

/** The average of the balances, weighted by how long they were held. */
export const AVERAGE = HELD.reduce((sum, { from, to, balance }) => sum + (to - from) * balance, 0) / HOURS

const QUESTION = 'Which balance did she have on average over two days, as three top-ups tell it?'
const LEFT = 40
const RIGHT = WIDTH - 110
const FOOT = 190
const HIGHEST = 26

/** Draws a balance over time: the top-ups, what is taken to be held between them, and the average. */
export function balancePicture(): Drawing {
  return {
    title: QUESTION,
    description: `Balances of ${HELD.map(({ balance }) => balance).join(', ')} over ${HOURS} hours, with three top-ups between them, and their average of ${AVERAGE.toFixed(1)}.`,
    height: 226,
    shapes: [
      label(12, 24, QUESTION),
      line(LEFT, FOOT, RIGHT, FOOT),
      ...[0, 12, 24, 36, 48].map(hour =>
        label(xOf(hour), FOOT + 18, `${hour} h`, { class: 'soft', 'font-size': 11, 'text-anchor': 'middle' }),
      ),
      ...HELD.map(({ from, to, balance }) =>
        element('rect', {
          x: xOf(from),
          y: yOf(balance),
          width: round(xOf(to) - xOf(from)),
          height: round(FOOT - yOf(balance)),
          fill: '#0969da',
          opacity: 0.18,
        }),
      ),
      ...HELD.flatMap(({ from, to, balance }) => [
        line(xOf(from), yOf(balance), xOf(to), yOf(balance), { class: 'held', 'stroke-width': 2 }),
        label((xOf(from) + xOf(to)) / 2, yOf(balance) - 5, String(balance), { 'text-anchor': 'middle' }),
      ]),
      ...TOPUPS.flatMap(({ hour, before, after }) => [
        line(xOf(hour), yOf(before), xOf(hour), yOf(after), { class: 'drawn' }),
        element('circle', { cx: xOf(hour), cy: yOf(before), r: 3.5, class: 'card drawn' }),
        element('circle', { cx: xOf(hour), cy: yOf(after), r: 3.5, class: 'ink' }),
        label(xOf(hour) - 8, yOf(after) + 4, `+${after - before}`, { class: 'soft', 'text-anchor': 'end' }),
      ]),
      line(LEFT, yOf(AVERAGE), RIGHT, yOf(AVERAGE), { class: 'drawn', 'stroke-dasharray': '5 4' }),
      label(RIGHT + 6, yOf(AVERAGE) + 4, `average ${AVERAGE.toFixed(1)}`, { 'font-weight': 600 }),
    ],
  }
}

const xOf = (hour: number) => round(LEFT + (hour / HOURS) * (RIGHT - LEFT))
const yOf = (balance: number) => round(FOOT - (balance / HIGHEST) * 130)
