import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { builderFiles } from './files.ts'
import { formatted, QUERIES } from './format.ts'
import { readContract } from './schemas.ts'

// Writes the builders of all kinds of queries anew from the contract: `pnpm --filter flowclient builders`.

const files = formatted(builderFiles(readContract()))
rmSync(QUERIES, { recursive: true, force: true })
mkdirSync(QUERIES, { recursive: true })
for (const [name, text] of files) writeFileSync(new URL(name, QUERIES), text)
console.log(`${files.size} files written to ${QUERIES.pathname}`)
