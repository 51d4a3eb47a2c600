#!/usr/bin/env node
import { constants } from 'node:os'
import { main } from './program.ts'
import { Interrupted } from './terminal.ts'

const stop = new AbortController()
// Once each: who asks a second time wants the process to end at once, and gets it.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stop.abort(new Interrupted(constants.signals[signal])))

const { argv, stdin, stdout, stderr, env } = process
process.exitCode = await main(argv.slice(2), { stdin, stdout, stderr, env, signal: stop.signal })
