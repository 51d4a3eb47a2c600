/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Runs in the page of a flow map: pointing at a district or a flow lights it up and explains it, the slider says how
// many flows are shown, the wheel and dragging move about. Everything it says is in the attributes of the shapes.

const drawing = only('main > svg', SVGSVGElement)
const arrows = only('#flows', SVGGElement)
const tooltip = only('#tooltip', HTMLElement)
const slider = only('#shown', HTMLInputElement)
const flows = [...arrows.querySelectorAll<SVGPathElement>('.flow')]
const names = new Map(
  [...drawing.querySelectorAll<SVGPathElement>('.district')].map(({ dataset }) => [
    dataset.code,
    dataset.name,
  ]),
)

function only<T extends Element>(selector: string, kind: { new (): T; prototype: T }): T {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`the page has no ${selector}`)
  return element
}

function number(text: string | undefined): string {
  return Number(text ?? 0).toLocaleString('en')
}

/** Lights up the flows that `chosen` picks, and dims the others. */
function light(chosen: (flow: DOMStringMap) => boolean): void {
  for (const flow of flows) flow.classList.toggle('lit', chosen(flow.dataset))
  arrows.classList.add('dimmed')
}

function unlight(): void {
  arrows.classList.remove('dimmed')
  for (const flow of flows) flow.classList.remove('lit')
  tooltip.hidden = true
}

function explain(title: string, lines: string[], event: PointerEvent): void {
  tooltip.replaceChildren(element('b', title), ...lines.map(line => element('span', line)))
  tooltip.hidden = false
  const room = drawing.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = tooltip
  const x = Math.min(event.clientX - room.left + 16, room.width - offsetWidth - 8)
  const y = Math.min(event.clientY - room.top + 16, room.height - offsetHeight - 8)
  tooltip.style.transform = `translate(${Math.max(8, x)}px, ${Math.max(8, y)}px)`
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  made.style.display = 'block'
  return made
}

drawing.addEventListener('pointermove', event => {
  const target = event.target
  if (grip !== undefined || !(target instanceof SVGPathElement)) return unlight()
  const { code, name, arrivals, departures, stayed, from, to, people, rank } = target.dataset
  if (code !== undefined) {
    light(flow => flow.from === code || flow.to === code)
    explain(
      name ?? code,
      [`${number(stayed)} stayed`, `${number(arrivals)} arrived`, `${number(departures)} left`],
      event,
    )
  } else {
    light(flow => flow.rank === rank)
    explain(`${names.get(from) ?? from} → ${names.get(to) ?? to}`, [`${number(people)} people`], event)
  }
})
drawing.addEventListener('pointerleave', unlight)

for (const item of document.querySelectorAll<HTMLLIElement>('li')) {
  const point = () => light(flow => flow.rank === item.dataset.rank)
  item.addEventListener('pointerenter', point)
  item.addEventListener('focus', point)
  item.addEventListener('pointerleave', unlight)
  item.addEventListener('blur', unlight)
}

function showLargest(): void {
  only('#shown-count', HTMLOutputElement).value = slider.value
  for (const flow of flows) flow.classList.toggle('beyond', Number(flow.dataset.rank) >= Number(slider.value))
}
slider.addEventListener('input', showLargest)
showLargest()

// Moving about. The view box is the part of the drawing that is seen.
const whole = drawing.viewBox.baseVal
const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height }
let view = { ...home }
let grip: DOMPoint | undefined

function look(next: typeof view): void {
  view = next
  drawing.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`)
}

/** Where in the drawing the pointer is. */
function place(event: MouseEvent): DOMPoint {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM()?.inverse())
}

drawing.addEventListener(
  'wheel',
  event => {
    event.preventDefault()
    const width = Math.min(home.width, Math.max(home.width / 12, view.width * 1.0015 ** event.deltaY))
    const ratio = width / view.width
    const { x, y } = place(event)
    if (width === home.width) look({ ...home })
    else
      look({ x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, width, height: view.height * ratio })
  },
  { passive: false },
)
drawing.addEventListener('pointerdown', event => {
  grip = place(event)
  drawing.setPointerCapture(event.pointerId)
})
drawing.addEventListener('pointermove', event => {
  if (grip === undefined) return
  const { x, y } = place(event)
  look({ ...view, x: view.x + grip.x - x, y: view.y + grip.y - y })
})
for (const name of ['pointerup', 'pointercancel'] as const) {
  drawing.addEventListener(name, () => {
    grip = undefined
  })
}
drawing.addEventListener('dblclick', () => look({ ...home }))
