import { expect, test } from 'vitest'
import { withFrenchSpaces } from './spaces.ts'

const narrow = '\u202f'
const wide = '\u00a0'

test('French texts have spaces that no line breaks at, where the marks want them', () => {
  const texts = {
    question: 'Vraiment ? Oui ; non !',
    nested: { quoted: '« Mon compte » : ici' },
    list: ['8 ko'],
  }
  expect(withFrenchSpaces(texts)).toEqual({
    question: `Vraiment${narrow}? Oui${narrow}; non${narrow}!`,
    nested: { quoted: `«${wide}Mon compte${wide}»${wide}: ici` },
    list: [`8${wide}ko`],
  })
})

test('what functions give has them too, and addresses stay as they are', () => {
  const greet = withFrenchSpaces((name: string) => `Bonjour ${name} !`)
  expect(greet('Ana')).toBe(`Bonjour Ana${narrow}!`)
  expect(withFrenchSpaces('http://localhost:9090/?a=b')).toBe('http://localhost:9090/?a=b')
})
