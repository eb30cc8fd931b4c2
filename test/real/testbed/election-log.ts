import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { StretchedVault } from './stretched-vault.ts'

/** What the writer's own requests make a node say, many times a second. */
const NOISE = /existence check|failed to contact: server-id/

/**
 * What the nodes said between two readings of `performance.now()`, oldest first, each line with seconds since
 * the first reading: why a failover took as long as it did.
 */
export function electionLog(bed: StretchedVault, since: number, until: number): string {
  const zero = performance.timeOrigin + since
  const lines = bed.nodes.flatMap(({ name }) => {
    const file = join(bed.platform.folder, `${name}.log`)
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line) => timed(line, name))
      : []
  })
  return lines
    .filter(({ at }) => at >= zero - 1000 && at <= performance.timeOrigin + until)
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${((at - zero) / 1000).toFixed(2).padStart(7)} ${text}`)
    .join('\n')
}

function timed(line: string, node: string): readonly { readonly at: number; readonly text: string }[] {
  const [stamp = ''] = line.split(' ', 1)
  const at = Date.parse(stamp)
  return Number.isNaN(at) || NOISE.test(line) ? [] : [{ at, text: `${node}: ${line.slice(stamp.length).trim()}` }]
}
