/** A drawing that stands on its own, in dark and in light. Lengths are pixels; text says what is drawn to those who don't see it. */
export interface Drawing {
  readonly title: string
  /** What it shows, in words. */
  readonly description: string
  readonly height: number
  readonly shapes: readonly string[]
}

/** How wide every drawing is: as wide as a page of text. */
export const WIDTH = 640

const LIGHT = { card: '#ffffff', ink: '#1f2328', soft: '#59636e', line: '#d1d9e0' }
const DARK = { card: '#0d1117', ink: '#e6edf3', soft: '#9198a1', line: '#3d444d' }

/** Places have a colour of their own, on which white letters can be read. */
export const PLACE_COLOURS = { A: '#0969da', B: '#bc4c00', C: '#1a7f37' } as const

/** The text of an SVG file. */
export function svg({ title, description, height, shapes }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    element('title', {}, title),
    element('desc', {}, description),
    `<style>svg{font:13px system-ui,sans-serif}${colours(LIGHT)}@media(prefers-color-scheme:dark){${colours(DARK)}}</style>`,
    element('rect', { class: 'card', width: WIDTH, height, rx: 6 }),
    ...shapes,
    '</svg>\n',
  ].join('\n')
}

const colours = ({ card, ink, soft, line }: typeof LIGHT) =>
  `.card{fill:${card}}.ink{fill:${ink}}.soft{fill:${soft}}.line{stroke:${line};fill:none}.drawn{stroke:${ink};fill:none}.held{stroke:${PLACE_COLOURS.A};fill:none}`

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element of SVG with text in it, if any. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  )
  return `<${name}${given.join('')}${content === '' ? '/>' : `>${escaped(content)}</${name}>`}`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A line of text whose foot is at a point. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, class: 'ink', ...attributes }, text)
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  return element('line', { x1, y1, x2, y2, class: 'line', ...attributes })
}

/** The sides of a tile. */
export const TILE = 15

/** The letter of a place on its colour, around a point. */
export function tile(x: number, y: number, place: keyof typeof PLACE_COLOURS, opacity?: number): string {
  const corner = { x: round(x - TILE / 2), y: round(y - TILE / 2) }
  return [
    element('rect', { ...corner, width: TILE, height: TILE, rx: 3, fill: PLACE_COLOURS[place], opacity }),
    element(
      'text',
      { x: round(x), y: round(y + 4), fill: '#fff', 'text-anchor': 'middle', 'font-size': 11, opacity },
      place,
    ),
  ].join('')
}

/** A length with at most one decimal. */
export const round = (length: number) => Math.round(length * 10) / 10
