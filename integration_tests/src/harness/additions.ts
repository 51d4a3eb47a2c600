import type pg from 'pg'
import { checkEveryDay } from './quality.ts'

/**
 * What the tests add to the synthetic country, to have what an administrator may add to theirs: an area that
 * overlaps others, tables that map cells to areas and to points, all of them leaving some cells out, and quality
 * checks of the days.
 */
export async function addToCountry(database: pg.Pool): Promise<void> {
  await database.query(RESERVE)
  await database.query(CATCHMENTS)
  await database.query(TOWNS)
  await checkEveryDay(database)
}

/** A nature reserve in the middle of the country, a district of its own that lies over the others. */
const RESERVE = `
  INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
  SELECT 'RESERVE', 'Nature reserve', 3, jsonb_build_object('parent_pcod', district.parent_pcod), reserve.geom
  FROM (
    SELECT ST_Multi(ST_Buffer(ST_Centroid(geom), sqrt(ST_Area(geom)) / 3)) AS geom
    FROM geography.geoms
    WHERE spatial_resolution = 0
  ) AS reserve, (
    SELECT additional_metadata ->> 'parent_pcod' AS parent_pcod
    FROM geography.geoms
    WHERE spatial_resolution = 3
    ORDER BY short_name
    LIMIT 1
  ) AS district`

/** Four of five cells, each dealt to a district wherever it stands, and every seventh to the next district as well. */
const CATCHMENTS = `
  CREATE TABLE geography.catchments AS
  WITH numbered_cells AS (
    SELECT id, row_number() OVER (ORDER BY id) AS number
    FROM (SELECT DISTINCT id FROM infrastructure.cells) AS ids
  ), districts AS (
    SELECT short_name, row_number() OVER (ORDER BY short_name) - 1 AS number, count(*) OVER () AS total
    FROM geography.geoms
    WHERE spatial_resolution = 3
  )
  SELECT id, short_name AS admin3pcod
  FROM numbered_cells AS cell
  JOIN districts ON districts.number = cell.number % total
    OR (cell.number % 7 = 0 AND districts.number = (cell.number + 1) % total)
  WHERE cell.number % 5 <> 0`

/** Market towns as points, and nine of ten cells with the town that they serve. */
const TOWNS = `
  CREATE TABLE geography.towns (town text, geom_point geometry(Point, 4326));
  INSERT INTO geography.towns
  SELECT town, ST_SetSRID(ST_Point(number * 0.25, number * -0.125), 4326)
  FROM unnest(ARRAY['Alba', 'Bora', 'Cima', 'Dolo']) WITH ORDINALITY AS towns (town, number);
  CREATE TABLE geography.towns_of_cells AS
  SELECT id, (ARRAY['Alba', 'Bora', 'Cima', 'Dolo'])[1 + number % 4] AS town
  FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS number
    FROM (SELECT DISTINCT id FROM infrastructure.cells) AS ids
  ) AS cells
  WHERE number % 10 <> 0`
