import { type Area, type AreaFields, areaOf, UnusableFeature } from './areas.ts'
import { readFeatures } from './geojson.ts'

/** The areas of a GeoJSON feature collection; a feature that is none comes as the reason. */
export async function* areasOf(
  source: AsyncIterable<Uint8Array>,
  fields: AreaFields,
): AsyncGenerator<Area | UnusableFeature> {
  for await (const feature of readFeatures(source)) {
    try {
      yield areaOf(feature, fields)
    } catch (error) {
      if (!(error instanceof UnusableFeature)) throw error
      yield error
    }
  }
}
