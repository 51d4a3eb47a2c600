import { describe, expect, test } from 'vitest'
import { parametersOf } from '../parameters.ts'
import type { AdminUnit } from './admin-units.ts'
import { makeCountry } from './country.ts'
import type { Polygon } from './outline.ts'

const country = makeCountry(parametersOf('test'))

/** The area of a polygon in square degrees, by the trapezoid below each edge; holes are negative. */
function area(polygon: Polygon): number {
  return polygon.reduce(
    (sum, ring) =>
      sum +
      ring.slice(1).reduce((part, [x, y], i) => {
        const [px, py] = ring[i] ?? [x, y]
        return part + ((px - x) * (py + y)) / 2
      }, 0),
    0,
  )
}

/** Each stretch of border of some units, as often as units have it, whichever way they walk it. */
function borders(units: readonly AdminUnit[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { polygon } of units)
    for (const ring of polygon)
      ring.slice(1).forEach((to, i) => {
        const stretch = [`${ring[i]}`, `${to}`].sort().join(' ')
        counts.set(stretch, (counts.get(stretch) ?? 0) + 1)
      })
  return counts
}

const level = (n: number) => country.units.filter(unit => unit.level === n)

describe('the country', () => {
  test('has as many units on each level as were asked for', () => {
    expect([0, 1, 2, 3].map(n => level(n).length)).toEqual([1, 3, 6, 12])
    const odd = makeCountry(parametersOf('test', { admin1: 2, admin2: 7, admin3: 23 }))
    expect([0, 1, 2, 3].map(n => odd.units.filter(unit => unit.level === n).length)).toEqual([1, 2, 7, 23])
  })

  test('has codes that say what each unit is part of', () => {
    for (const { pcode, parent, level } of country.units) {
      expect(pcode).toMatch(/^XA(\.\d+)*$/)
      expect(pcode.split('.').length - 1).toBe(level)
      expect(parent).toBe(level === 0 ? undefined : pcode.replace(/\.\d+$/, ''))
    }
    expect(new Set(country.units.map(({ pcode }) => pcode)).size).toBe(22)
  })

  test('has no name twice', () => {
    const demo = makeCountry(parametersOf('demo'))
    expect(new Set(demo.units.map(({ name }) => name)).size).toBe(demo.units.length)
  })

  test.each([1, 2, 3])('is covered once by the units of level %d', n => {
    const whole = level(0).reduce((sum, unit) => sum + area(unit.polygon), 0)
    const parts = level(n).reduce((sum, unit) => sum + area(unit.polygon), 0)
    expect(parts / whole).toBeCloseTo(1, 12)

    // Borders inside the country belong to two units each, and those that belong to one make up its coast.
    const coast = [...borders(level(n))].filter(([, owners]) => owners === 1).map(([stretch]) => stretch)
    expect(coast.sort()).toEqual([...borders(level(0)).keys()].sort())
    expect(Math.max(...borders(level(n)).values())).toBe(2)
  })

  test('is made of units that their children fill exactly', () => {
    for (const unit of country.units.filter(({ level }) => level < 3)) {
      const children = country.units.filter(({ parent }) => parent === unit.pcode)
      const own = [...borders(children)].filter(([, owners]) => owners === 1).map(([stretch]) => stretch)
      expect(own.sort()).toEqual([...borders([unit]).keys()].sort())
    }
  })

  test('has units of irregular shape', () => {
    for (const { polygon } of country.units) {
      const corners = polygon[0] ?? []
      expect(corners.length).toBeGreaterThan(20)
      // A rectangle along the axes would fill its bounding box.
      const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
      const box = (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats))
      expect(area(polygon) / box).toBeLessThan(0.9)
    }
  })

  test('has a few towns and many empty places', () => {
    const shares = [...country.population.residents].sort((a, b) => b - a)
    const tenth = shares.slice(0, Math.round(shares.length / 10)).reduce((sum, share) => sum + share, 0)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(tenth).toBeGreaterThan(0.5)
    expect(Math.min(...shares)).toBeGreaterThan(0)
  })

  test('can be a single unit', () => {
    const single = makeCountry(parametersOf('test', { admin1: 1, admin2: 1, admin3: 1 }))
    expect(single.units.map(({ pcode }) => pcode)).toEqual(['XA', 'XA.1', 'XA.1.1', 'XA.1.1.1'])
  })
})
