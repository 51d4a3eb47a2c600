import { NativeSelect } from '@mantine/core'
import { texts } from '../texts/index.ts'
import { chooseLanguage, LANGUAGES, type Language, language } from '../texts/language.ts'

/** Has the pages shown in another language. */
export function LanguageChoice() {
  return (
    <NativeSelect
      size="xs"
      w="8rem"
      aria-label={texts.language}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      value={language}
      onChange={event => chooseLanguage(event.currentTarget.value as Language)}
    />
  )
}
