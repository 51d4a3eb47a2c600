const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it is written into HTML, in an attribute's value too. */
export function html(text: string): string {
  return text.replace(/[&<>"]/g, character => ENTITIES[character] ?? character)
}

/** A number of people with its thousands set apart. */
export function count(people: number): string {
  return people.toLocaleString('en')
}
