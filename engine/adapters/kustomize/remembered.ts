import { createHash } from 'node:crypto'
import type { GeneratorEntry, Kustomize } from '../../model/generator-files.ts'

interface Known {
  readonly entry: GeneratorEntry
  /** By the same clock as `nowMs`. */
  readonly until: number
}

/** Characters of all that is remembered. */
const MOST_KEPT = 16 * 2 ** 20
/** A refusal may be the machine's fault: no time left, no program there yet. */
const REFUSED_MS = 10 * 60_000

/**
 * Builds that are remembered by what they are made of: a server asks for the same ones at each look, and one that takes all the
 * time it may would hold up everybody's at each. What was not asked for longest is forgotten first.
 */
export function rememberedBuilds(kustomize: Kustomize, nowMs: () => number): Kustomize {
  const known = new Map<string, Known>()
  const keep = (key: string, entry: GeneratorEntry) => {
    known.set(key, { entry, until: entry.kind === 'refused' ? nowMs() + REFUSED_MS : Number.POSITIVE_INFINITY })
    let left = MOST_KEPT
    for (const [each, { entry: one }] of [...known].reverse()) {
      left -= sizeOf(one)
      if (left < 0) known.delete(each)
    }
  }
  return async (folder, files) => {
    const key = keyOf(folder, files)
    const found = known.get(key)
    known.delete(key)
    const entry = found && found.until > nowMs() ? found.entry : await kustomize(folder, files)
    if (entry === found?.entry) known.set(key, found)
    else keep(key, entry)
    return entry
  }
}

function keyOf(folder: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  const parts = [folder, ...[...files].sort(([a], [b]) => (a < b ? -1 : 1)).flat()]
  for (const part of parts) hash.update(`${part.length} `).update(part)
  return hash.digest('base64')
}

function sizeOf(entry: GeneratorEntry): number {
  return entry.kind === 'kustomized' ? entry.text.length : 1000
}
