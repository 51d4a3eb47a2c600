import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the checkout. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))

/** Where benchmarks keep data unless told otherwise: `FLOWKIT_BENCH_HOME`, or `.flowkit/bench` in the checkout. */
export const DEFAULT_HOME = resolve(REPOSITORY, process.env.FLOWKIT_BENCH_HOME || '.flowkit/bench')

/** How Node runs the services, as in their images. */
export const NODE_OPTIONS = ['--max-semi-space-size=4']

/** The path on which programs are looked for. */
export const PROGRAM_PATH = process.env.PATH ?? ''
