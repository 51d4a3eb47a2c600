import { texts } from '../texts/index.ts'

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/**
 * Has fields that cannot be sent say why in the language of the pages: browsers say it in their own. What a field has
 * said is forgotten when something is entered, since until then the browser takes the field to be wrong.
 */
export function translateFieldMessages(page: Document): void {
  page.addEventListener('invalid', ({ target }) => isField(target) && sayWhy(target), true)
  page.addEventListener('input', ({ target }) => isField(target) && target.setCustomValidity(''), true)
}

function sayWhy(field: Field): void {
  field.setCustomValidity('')
  const { valid, valueMissing, typeMismatch, badInput } = field.validity
  const words = texts.errors.fields
  if (valid) return
  if (valueMissing) field.setCustomValidity(words.missing)
  else if (typeMismatch) field.setCustomValidity(words.address)
  else field.setCustomValidity(badInput ? words.incomplete : words.wrong)
}

function isField(target: EventTarget | null): target is Field {
  return target instanceof Element && 'setCustomValidity' in target
}
