import { NativeSelect } from '@mantine/core'
import { texts } from '../texts/index.ts'
import { chooseLanguage, type Language, language } from '../texts/language.ts'
import { LANGUAGES } from '../texts/languages.ts'

/** Has the pages shown in another language. */
export function LanguageChoice() {
  return (
    <NativeSelect
      size="xs"
      w="8rem"
      aria-label={texts.language}
      data={Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))}
      value={language}
      onChange={event => chooseLanguage(event.currentTarget.value as Language)}
    />
  )
}
