import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { PAGES, PICTURE_FILES } from './pages.ts'

for (const { file, content } of [...PAGES, ...PICTURE_FILES]) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content())
}
