import { writeFile } from 'node:fs/promises'
import { type PlotOptions, plot } from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** A page of figures, in one file that needs no network. */
export interface Page {
  readonly title: string
  /** What the page shows, in a sentence or two. */
  readonly summary: string
  readonly figures: readonly { readonly caption: string; readonly plot: PlotOptions }[]
  /** What a reader has to know in order not to misread it. */
  readonly note: string
  /** The numbers behind the figures, which the page holds as JSON too. */
  readonly data: object
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.2; margin-bottom: 0.5rem }
figure { margin: 2rem 0 }
figcaption { font-weight: 600; margin-bottom: 0.5rem }
.note { color: #57606a; border-top: 1px solid #d0d7de; padding-top: 1rem }`

/** The same text with dates that are not broken at their hyphens. */
const unbroken = (text: string) => text.replaceAll(/(\d)-(\d)/g, '$1\u2011$2')

/** Draws the figures as SVG, and writes the page. */
export async function writePage(file: string, { title, summary, figures, note, data }: Page): Promise<void> {
  const { document } = parseHTML('<!doctype html><html lang="en"><head></head><body></body></html>')
  const add = (parent: Element, name: string, content: string) => {
    const element = document.createElement(name)
    element.textContent = content
    parent.append(element)
    return element
  }
  const { head, body } = document
  add(head, 'meta', '').setAttribute('charset', 'utf-8')
  add(head, 'title', title)
  add(head, 'style', STYLE)
  add(body, 'h1', title)
  add(body, 'p', unbroken(summary))
  for (const { caption, plot: options } of figures) {
    const figure = add(body, 'figure', '')
    add(figure, 'figcaption', caption)
    figure.append(plot({ width: 900, ...options, document }))
  }
  add(body, 'p', note).className = 'note'
  // A script's text ends at the first "</": in JSON it can be written otherwise.
  const numbers = add(body, 'script', JSON.stringify(data).replaceAll('<', '\\u003c'))
  numbers.setAttribute('type', 'application/json')
  numbers.id = 'data'
  await writeFile(file, document.toString())
}
