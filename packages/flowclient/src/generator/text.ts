/** As wide as a line of a docblock may be. */
const WIDTH = 106

/** A docblock with some paragraphs, each of which is broken into lines; blocks of code are left as they are. */
export function docblock(...paragraphs: readonly string[]): string {
  const lines = paragraphs
    .filter(paragraph => paragraph !== '')
    .flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...linesOf(paragraph)])
    .map(line => line.replaceAll('*/', '* /'))
  if (lines.length === 0) return ''
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  return `/**\n${lines.map(line => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

function linesOf(paragraph: string): string[] {
  if (paragraph.includes('```')) return paragraph.split('\n')
  const lines: string[] = []
  for (const word of sentence(paragraph).split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A text with the full stop that the contract sometimes leaves out. */
const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** Whether a name needs no quotes as a key. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}
