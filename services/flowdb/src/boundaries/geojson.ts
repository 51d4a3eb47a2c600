import { JSONParser } from '@streamparser/json'
import { FlowDbError, reasonOf } from '../errors.ts'

/** How GeoJSON files name longitude and latitude in WGS 84, in the form of 2008; RFC 7946 knows nothing else. */
const WGS_84 = /^(urn:ogc:def:crs:OGC:(1\.3)?:CRS84|OGC:CRS84|urn:ogc:def:crs:EPSG:[\d.]*:4326|EPSG:4326)$/i

/**
 * The features of a GeoJSON feature collection, one after the other: in memory is never more than one of them and a
 * piece of the file.
 *
 * @throws {FlowDbError} where the file is not GeoJSON, is no feature collection, or declares other coordinates than
 *   longitude and latitude in WGS 84. That may turn out only after the last feature.
 */
export async function* readFeatures(source: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const parser = new JSONParser({
    paths: ['$.type', '$.crs', '$.features', '$.features.*'],
    keepStack: false,
  })
  const features: unknown[] = []
  const members = new Map<unknown, unknown>()
  parser.onValue = ({ key, value, stack }) => {
    if (stack.length > 1) features.push(value)
    else members.set(key, value)
  }
  for await (const chunk of source) {
    withReason(() => parser.write(chunk))
    yield* features.splice(0)
  }
  withReason(() => {
    if (!parser.isEnded) parser.end()
  })
  if (members.get('type') !== 'FeatureCollection' || !members.has('features'))
    throw new FlowDbError('The file is not a GeoJSON feature collection.')
  if (members.has('crs')) checkCrs(members.get('crs'))
}

function checkCrs(crs: unknown): void {
  const name = JSON.stringify(crs)
  const declared = /"name":"([^"]*)"/.exec(name)?.[1] ?? name
  if (!WGS_84.test(declared))
    throw new FlowDbError(
      `The coordinates of the file are ${declared}. Convert it to WGS 84 first, for instance with ` +
        'ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES new.geojson old.geojson',
    )
}

function withReason(work: () => void): void {
  try {
    work()
  } catch (error) {
    const position = /absolute position "(\d+)"/.exec(reasonOf(error))?.[1]
    const where = position === undefined ? 'it ends too early' : `see byte ${position}`
    throw new FlowDbError(`The file is not JSON as it should be: ${where}.`, { cause: error })
  }
}
