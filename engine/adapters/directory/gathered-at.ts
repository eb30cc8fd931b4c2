import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readSnapshotFile } from './read-file.ts'

const LINE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d+)? ([+-]\d{2})(\d{2})/

/**
 * When a must-gather was begun, from its `timestamp` files (Go's time format; in the folder or one below it): what was
 * seen is as old as that. Undefined where there is none, or where it lies after `now`: then its clock cannot be trusted.
 */
export async function gatheredAt(folder: string, now: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.filter((each) => each.isDirectory()).slice(0, 20)
  const places = [folder, ...below.map((each) => join(folder, each.name))]
  const texts = await Promise.all(places.map((place) => readSnapshotFile(join(place, 'timestamp'), 4096)))
  const times = texts.flatMap((text) => {
    const match = typeof text === 'string' ? LINE.exec(text) : null
    const time = match ? Date.parse(`${match[1]}T${match[2]}${match[3]}:${match[4]}`) : Number.NaN
    return Number.isNaN(time) ? [] : [time]
  })
  const earliest = Math.min(...times)
  if (times.length === 0 || earliest > Date.parse(now)) return undefined
  return `${new Date(earliest).toISOString().slice(0, 19)}Z`
}
