import { readdirSync } from 'node:fs'
import { Home } from '../home.ts'
import { growthSection } from './growth.ts'
import { loadingSection } from './loading.ts'
import { writeMeasured } from './output.ts'
import { queriesSection } from './queries-section.ts'
import { questionsSection } from './questions.ts'
import { eventsOf, readScale, type Scale } from './scale.ts'

/**
 * Writes what has been measured, at all scales, as Markdown.
 *
 * @param output A file, whose head is kept; standard output where there is none.
 * @throws where nothing has been measured.
 */
export function writeReport(folder: string, output: string | undefined): void {
  const scales = scalesIn(folder)
    .flatMap(name => readScale(new Home(folder, name), name) ?? [])
    .sort((a, b) => eventsOf(a) - eventsOf(b))
  if (scales.length === 0) throw new Error('Nothing has been measured yet.')
  const sections = [
    ...scales.flatMap(scaleSections),
    growthSection(scales),
    ...scales
      .filter(({ library }) => library)
      .slice(-1)
      .map(questionsSection),
  ]
  const text = `${sections.filter(Boolean).join('\n\n')}\n`
  writeMeasured(text, output)
}

/** The names of the scales that have a folder. */
export function scalesIn(folder: string): string[] {
  return readdirSync(folder).filter(name => /^\d+[kM]$/.test(name))
}

function scaleSections(scale: Scale): string[] {
  return [title(scale), queriesSection(scale), loadingSection(scale)]
}

function title(scale: Scale): string {
  const { machine, loading, library } = scale
  const { day, processor, cores, memoryGB, system, node, postgres, postgis, load } = machine
  return `## ${scale.name} events

${eventsOf(scale).toLocaleString('en')} events of calls and SMS, ${loading.subscribers.toLocaleString('en')} subscribers, \
${loading.cells.toLocaleString('en')} cells, 14 days. ${processor}, ${cores} cores, ${memoryGB} GB; ${system}; Node \
${node.slice(1)}, PostgreSQL ${postgres}, PostGIS ${postgis}${library ? `, flowmachine ${library}` : ''}. Measured on ${day}; the machine's load \
when it began was ${load.toFixed(1)}.`
}
