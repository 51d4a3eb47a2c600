import { parseArgs } from 'node:util'
import { AGGREGATION_UNITS, type AggregationUnit, type Client, connect } from 'flowclient'

/** An administrative level. */
type Area = Extract<AggregationUnit, `admin${number}`>

/** What every example is started with. */
export interface Settings {
  /** FlowAPI at `FLOWAPI_URL`, with the token in `FLOWAPI_TOKEN`. */
  readonly client: Client
  /** The file that the page is written to: `--output`. */
  readonly output: string
  /** Which places the analysis is about: `--unit`, districts unless given. */
  readonly unit: Area
}

/**
 * Reads the command line and the environment.
 *
 * @param output The file to write where none is named.
 */
export function settings(output: string): Settings {
  const { FLOWAPI_URL: url, FLOWAPI_TOKEN: token } = process.env
  if (!url || !token)
    throw new Error('Say where FlowAPI is in FLOWAPI_URL, and put a token into FLOWAPI_TOKEN.')
  const { values } = parseArgs({
    options: { output: { type: 'string', default: output }, unit: { type: 'string', default: 'admin3' } },
  })
  const unit = AGGREGATION_UNITS.filter(isArea).find(each => each === values.unit)
  if (unit === undefined) throw new Error(`There are no areas called ${values.unit}.`)
  return { client: connect({ url, token }), output: values.output, unit }
}

function isArea(unit: AggregationUnit): unit is Area {
  return unit.startsWith('admin')
}
