import { readFileSync } from 'node:fs'
import { flowArrow } from './flow-arrow.ts'
import { type Balance, balances, type District, type Flow, flowsBetween } from './flows.ts'
import { centre, fitProjection, outline, type Point, type Projection } from './geometry.ts'
import { count, html } from './html.ts'
import { legend } from './legend.ts'

/** What a map of flows shows. */
export interface FlowMap {
  readonly title: string
  readonly subtitle: string
  /** What a reader has to know in order not to misread the map. */
  readonly note: string
  readonly districts: readonly District[]
  readonly flows: readonly Flow[]
}

/** The drawing is this wide; its height follows from the country's shape. */
const WIDTH = 1000
const MARGIN = 24

/** How many flows are shown before the reader asks for more: beyond that the arrows cover the country. */
const SHOWN_AT_FIRST = 60

/** How many flows are listed beside the map. */
const LISTED = 10

/** How many flows have their districts named on the map. */
const NAMED = 20

const asset = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/**
 * A web page with a map of flows, in one file that needs no network: districts as shapes, tinted by what they gain
 * or lose, and flows as curved arrows as wide as the number of people.
 */
export function flowMapPage(map: FlowMap): string {
  const shapes = map.districts.map(({ shape }) => shape)
  const projection = fitProjection(shapes, WIDTH, MARGIN)
  const names = new Map(map.districts.map(({ code, name }) => [code, name]))
  const flows = flowsBetween(map.flows).filter(({ from, to }) => names.has(from) && names.has(to))
  const shown = Math.min(SHOWN_AT_FIRST, flows.length)
  const largest = flows[0]?.people ?? 1
  const title = html(map.title)

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${asset('src/map/page.css')}</style>
</head>
<body>
<aside>
  <h1>${title}</h1>
  <p class="subtitle">${html(map.subtitle)}</p>
  <h2>The largest flows</h2>
  <ol>
${flows
  .slice(0, LISTED)
  .map((flow, rank) => listItem(flow, rank, names, largest))
  .join('\n')}
  </ol>
  <label for="shown">Showing the <output id="shown-count">${shown}</output> largest of ${flows.length} flows</label>
  <input id="shown" type="range" min="1" max="${Math.max(1, flows.length)}" value="${shown}">
  <h2>How to read it</h2>
  ${legend(largest, flows.at(-1)?.people ?? largest)}
  <p class="note">${html(map.note)}</p>
</aside>
<main>
  <svg viewBox="0 0 ${WIDTH} ${projection.height.toFixed(0)}" role="img" aria-label="${title}">
${drawing(map.districts, flows, balances(map.districts, map.flows), projection)}
  </svg>
  <div id="tooltip" role="status" hidden></div>
</main>
<script type="module">
${asset('dist/map/page.js').replace(/^\/\/# sourceMappingURL.*$/m, '')}</script>
</body>
</html>
`
}

/** The three layers of the map. What the page's script says about a shape is in its `data-` attributes. */
function drawing(
  districts: readonly District[],
  flows: readonly Flow[],
  balance: ReadonlyMap<string, Balance>,
  projection: Projection,
): string {
  const largest = flows[0]?.people ?? 1
  const net = ({ code }: District) => {
    const { arrivals, departures } = balance.get(code) ?? { arrivals: 0, departures: 0 }
    return arrivals - departures
  }
  const steepest = Math.max(1, ...districts.map(district => Math.abs(net(district))))
  const centres = new Map(districts.map(({ code, shape }) => [code, centre(shape, projection)]))
  const at = (code: string): Point => centres.get(code) ?? [0, 0]

  const shapes = districts.map(district => {
    const { code, name, shape } = district
    const people = Object.entries(balance.get(code) ?? {}).map(([key, value]) => `data-${key}="${value}"`)
    return `<path class="district" d="${outline(shape, projection)}" data-code="${html(code)}" data-name="${html(name)}"
      ${people.join(' ')} style="--tint: ${tint(net(district) / steepest)}"/>`
  })
  const arrows = flows.map(({ from, to, people }, rank) => {
    const data = `data-rank="${rank}" data-from="${html(from)}" data-to="${html(to)}" data-people="${people}"`
    return flowArrow(at(from), at(to), people, largest, data)
  })
  const named = new Set(flows.slice(0, NAMED).flatMap(({ from, to }) => [from, to]))
  const labels = districts
    .filter(({ code }) => named.has(code))
    .map(({ code, name }) => {
      const [x, y] = at(code)
      return `<text x="${x.toFixed(1)}" y="${(y + 14).toFixed(1)}">${html(name)}</text>`
    })
  // The largest arrows come last, on top of the others.
  return `<g id="districts">${shapes.join('\n')}</g>
<g id="flows">${arrows.toReversed().join('\n')}</g>
<g id="labels">${labels.join('\n')}</g>`
}

function listItem(
  { from, to, people }: Flow,
  rank: number,
  names: ReadonlyMap<string, string>,
  largest: number,
): string {
  const pair = [from, to].map(code => html(names.get(code) ?? code))
  return `    <li data-rank="${rank}" tabindex="0"><span class="pair">${pair.join(' <i>→</i> ')}</span>
      <span class="people">${count(people)}</span>
      <span class="bar" style="width: ${((100 * people) / largest).toFixed(1)}%"></span></li>`
}

/** How strongly, and with which of the two colours of the style sheet, a district is tinted; `share` in -1 to 1. */
function tint(share: number): string {
  const strength = Math.round(Math.sqrt(Math.abs(share)) * 100)
  return `color-mix(in oklab, var(--${share < 0 ? 'losing' : 'gaining'}) ${strength}%, var(--land))`
}
