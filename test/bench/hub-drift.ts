import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isthmusIn, runToEnd, usageOf } from './child.ts'
import type { LoopbackHub } from './fleet/hub.ts'
import { startHub } from './fleet/hub.ts'
import type { FleetShape } from './fleet/repository.ts'
import { writeFleet } from './fleet/repository.ts'
import type { Row } from './measure.ts'
import { rowOf } from './measure.ts'

interface EventSpent {
  /** From the hub's event to the line that tells it, the wait for a burst's end included. */
  readonly latencyMs: number
  readonly cpuMs: number | undefined
}

/** `drift --from hub` on a fleet, and then what each further event costs whoever follows it. */
export async function measureHubDrift(
  cli: readonly string[],
  folder: string,
  shape: FleetShape,
  { looks, events }: { readonly looks: number; readonly events: number },
): Promise<readonly Row[]> {
  const place = join(folder, `fleet-${shape.clusters}`, 'repository')
  mkdirSync(place, { recursive: true })
  writeFleet(place, shape, (args) => isthmusIn(cli, args))
  const kubeconfig = join(place, '..', 'kubeconfig.json')
  const hub = await startHub(place, kubeconfig)
  try {
    const args = [...cli, 'drift', '--from', 'hub', '--kubeconfig', kubeconfig, '-C', place, '-o', 'json']
    const first = []
    for (let i = 0; i < looks; i++) first.push(await runToEnd({ command: process.execPath, args, keep: 200_000_000 }))
    checkReport(first[0]?.out ?? '', shape)
    const followed = await follow([...args, '--watch'], hub, shape, events)
    const group = `drift, ${shape.clusters} clusters x ${shape.policies} policies`
    const row = (what: string, unit: string, values: readonly (number | undefined)[], aim?: string) =>
      rowOf({ group, what, unit, values: values.flatMap((each) => each ?? []), ...(aim ? { aim } : {}) })
    return [
      row(
        'first full report, wall',
        's',
        first.map((each) => each.seconds),
        'below 20 s',
      ),
      row(
        'first full report, processor',
        's',
        first.map((each) => each.cpu),
      ),
      row(
        'first full report, memory',
        'MB',
        first.map((each) => each.peakMb),
        'below 600 MB',
      ),
      row(
        'a further event, processor',
        'ms',
        followed.events.map((each) => each.cpuMs),
        'below 50 ms',
      ),
      row(
        'a further event, to its line (200 ms wait for a burst)',
        'ms',
        followed.events.map((each) => each.latencyMs),
      ),
      row('following, memory', 'MB', [followed.peakMb]),
    ]
  } finally {
    hub.end()
  }
}

/** A figure for a report that is wrong would be worth nothing. */
function checkReport(text: string, { clusters }: FleetShape): void {
  const { summary } = JSON.parse(text) as { summary: { drifted: number; unknown: number; inSync: number } }
  const hundredth = clusters / 100
  const rest = clusters - 2 * hundredth
  if (summary.drifted === hundredth && summary.unknown === hundredth && summary.inSync === rest) return
  throw new Error(`the report is not what the hub shows: ${JSON.stringify(summary)}`)
}

async function follow(args: readonly string[], hub: LoopbackHub, shape: FleetShape, events: number) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const pid = child.pid ?? 0
  // The first report tells everything that is not in sync.
  await once(lines, 'line')
  await quiet(lines)
  const spent: EventSpent[] = []
  for (let i = 0; i < events; i++) {
    const before = usageOf(pid)?.cpu
    const began = performance.now()
    // Another cluster each time, and one that can be seen.
    await Promise.all([once(lines, 'line'), hub.flip(((i * 7 + 3) % 45) * shape.policies + 1)])
    const latencyMs = performance.now() - began
    await quiet(lines)
    const after = usageOf(pid)?.cpu
    spent.push({ latencyMs, cpuMs: before === undefined || after === undefined ? undefined : (after - before) * 1000 })
  }
  const peakMb = usageOf(pid)?.peakMb
  child.kill('SIGTERM')
  await once(child, 'close')
  return { events: spent, peakMb }
}

/** Until nothing has been said for half a second. */
async function quiet(lines: NodeJS.EventEmitter): Promise<void> {
  let heard = true
  const listen = () => {
    heard = true
  }
  lines.on('line', listen)
  while (heard) {
    heard = false
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  lines.off('line', listen)
}
