import { writeFileSync } from 'node:fs'
import { PAGES } from './pages.ts'

for (const { file, content } of PAGES) writeFileSync(file, content())
