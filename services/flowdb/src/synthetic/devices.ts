import { at } from './at.ts'
import type { Parameters } from './parameters.ts'
import { below, oneOf, type Random, stream } from './random.ts'
import { Weighted } from './weighted.ts'

/** What kind of handset a model is, in FlowKit's words. */
export type HandsetType = 'Smart' | 'Feature' | 'Basic'

/** A model of handset. */
export interface DeviceModel {
  /** Eight digits; those beginning with 99 are given to no manufacturer. */
  readonly tac: number
  readonly brand: string
  readonly model: string
  readonly handsetType: HandsetType
  readonly os: { readonly vendor: string; readonly name: string; readonly version: string } | undefined
  /** How many people have one, relative to other models. */
  readonly popularity: number
}

const BRANDS = ['Arbo', 'Cedra', 'Fonika', 'Halo', 'Kivu', 'Lumen', 'Nobi', 'Sonda', 'Tembo'] as const
const SYSTEMS = [
  { vendor: 'Google', name: 'Android', version: '6.0' },
  { vendor: 'Google', name: 'Android', version: '5.1' },
  { vendor: 'Google', name: 'Android', version: '4.4' },
  { vendor: 'Google', name: 'Android', version: '4.4' },
  { vendor: 'Microsoft', name: 'Windows Phone', version: '8.1' },
  { vendor: 'Mozilla', name: 'Firefox OS', version: '2.0' },
] as const
/** The kinds of models from the most popular on; the pattern repeats, so that every kind is among the popular ones. */
const KINDS = ['Smart', 'Basic', 'Smart', 'Feature', 'Basic', 'Smart', 'Feature'] as const

const FIRST_TAC = 99_000_000

/** The models of handsets in the country; a few are everywhere and most are rare. */
export function makeDevices({ seed, deviceModels }: Parameters): DeviceModel[] {
  const random = stream(seed, 'devices')
  return Array.from({ length: deviceModels }, (_, rank) => {
    const handsetType = at(KINDS, rank % KINDS.length)
    return {
      tac: FIRST_TAC + 1000 * rank + below(random, 1000),
      brand: oneOf(random, BRANDS),
      model: modelName(handsetType, random),
      handsetType,
      os: handsetType === 'Smart' ? oneOf(random, SYSTEMS) : undefined,
      popularity: 1 / (rank + 3),
    }
  })
}

function modelName(kind: HandsetType, random: Random): string {
  const series = { Smart: 'X', Feature: 'M', Basic: 'B' }[kind]
  return `${series}${1 + below(random, 9)}${oneOf(random, ['', '0', '00', ' Plus', ' Mini'])}`
}

/** Draws models by how popular they are. */
export function deviceDraw(models: readonly DeviceModel[]): (random: Random) => DeviceModel {
  const weighted = new Weighted(models.map(({ popularity }) => popularity))
  return random => at(models, weighted.draw(random))
}
