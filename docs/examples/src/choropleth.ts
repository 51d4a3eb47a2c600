import { geo, type Markish, type PlotOptions } from '@observablehq/plot'
import type { Area } from './shapes.ts'

/** The colour of areas of which nothing is known. It is none of the scale's, so that unknown is not taken for little. */
const UNKNOWN = '#ddd'

/** What a map shows. */
export interface Choropleth {
  readonly areas: readonly Area[]
  /** The number of each area, by its code; an area without one is grey. */
  readonly values: ReadonlyMap<string, number | undefined>
  readonly color: PlotOptions['color']
  /** What is drawn on top. */
  readonly marks?: readonly Markish[]
}

/** A map of areas coloured by a number. */
export function choropleth({ areas, values, color, marks = [] }: Choropleth): PlotOptions {
  return {
    projection: { type: 'reflect-y', domain: { type: 'FeatureCollection', features: [...areas] } },
    color: { unknown: UNKNOWN, ...color },
    height: 620,
    marks: [
      geo(areas, {
        fill: ({ properties }) => values.get(properties.pcod),
        stroke: '#aaa',
        strokeWidth: 0.5,
      }),
      ...marks,
    ],
  }
}
