import type { Json } from './json.ts'
import { at, isObject, listAt, textAt } from './json.ts'
import { INDEX_FILE, renderedFolder } from './rendered.ts'
import { readIndex } from './rendered-index.ts'

/** The part of a change that may land together: stateful components that already run move one region at a time (design section 6). */
export interface Wave {
  /** Region that the stateful policies of this wave are in; undefined where nothing has to wait. */
  readonly region: string | undefined
  /** Regions whose turn comes later, in order. */
  readonly next: readonly string[]
}

/** How a step reaches the regions that it changes. */
export interface Rollout {
  /** Regions of what goes a region at a time. */
  readonly regions: readonly string[]
  /** Components that a placement rolls out `all-at-once`, and the regions in which the step changes them. */
  readonly together: readonly { readonly component: string; readonly regions: readonly string[] }[]
}

/** What a rendered folder records while a change is on its way: `of` is the digest of the complete output that it leads to. */
export interface WaveRecord extends Wave {
  readonly of: string
}

/** The wave that is on its way according to an output folder; `files` by path from the repository root. */
export function openWaveIn(environment: string, files: ReadonlyMap<string, string>): WaveRecord | undefined {
  return recordedWave(readIndex(files.get(`${renderedFolder(environment)}/${INDEX_FILE}`)))
}

/** The wave that the index of an output folder records. */
export function recordedWave(index: Json): WaveRecord | undefined {
  const wave = at(index, 'wave')
  if (!isObject(wave)) return undefined
  const next = listAt(wave, 'next').filter((each) => typeof each === 'string')
  return { region: textAt(wave, 'region'), next, of: textAt(wave, 'of') ?? '' }
}
