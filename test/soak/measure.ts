import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Numbers of one moment by their name. */
export type Sample = Readonly<Record<string, number>>

const OF_METRICS: Readonly<Record<string, string>> = {
  process_resident_memory_bytes: 'rss',
  nodejs_heap_size_used_bytes: 'heap',
  nodejs_external_memory_bytes: 'external',
  nodejs_eventloop_lag_p99_seconds: 'lagP99',
  nodejs_eventloop_lag_max_seconds: 'lagMax',
  nodejs_active_resources_total: 'resources',
  nodejs_active_handles_total: 'handles',
  nodejs_active_requests_total: 'activeRequests',
  process_cpu_seconds_total: 'cpuSeconds',
  isthmus_queue_depth: 'queue',
}

/** Files of whatever size take whole blocks; `stat` counts them so. */
const BLOCK = 512

/** What `/metrics` says of the process. */
export async function metricsSample(url: string): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const found = [...text.matchAll(/^(\w+) (\S+)$/gm)].flatMap(([, name = '', value]) => {
    const short = OF_METRICS[name]
    return short === undefined ? [] : [[short, Number(value)] as const]
  })
  return Object.fromEntries(found)
}

/** File descriptors and children of a process. */
export function processSample(pid: number): Sample {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    children: children === '' ? 0 : children.split(' ').length,
  }
}

/** Room that a clone takes on its disk and its parts, locks that were left, and entries of a folder for temporary files. */
export function diskSample(clone: string, temporary: string): Sample {
  const git = join(clone, '.git')
  // Of garbage it warns, which is counted here.
  const stdio = ['ignore', 'pipe', 'ignore'] as const
  const counted = execFileSync('git', ['count-objects', '-v'], { cwd: clone, encoding: 'utf8', stdio: [...stdio] })
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counted)?.[1] ?? Number.NaN)
  const files = filesBelow(git)
  return {
    gitBytes: files.reduce((sum, each) => sum + each.bytes, 0),
    gitFiles: files.length,
    loose: of('count'),
    packs: of('packs'),
    garbage: of('garbage'),
    locks: files.filter((each) => each.path.endsWith('.lock')).length,
    tempPacks: files.filter((each) => /\/tmp_[^/]*$/.test(each.path)).length,
    temporary: existsSync(temporary) ? readdirSync(temporary).length : 0,
  }
}

function filesBelow(folder: string): readonly { readonly path: string; readonly bytes: number }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
      const path = join(folder, each.name)
      if (each.isDirectory()) return filesBelow(path)
      const blocks = lstatSync(path, { throwIfNoEntry: false })?.blocks
      return blocks === undefined ? [] : [{ path, bytes: blocks * BLOCK }]
    })
  } catch {
    // Git took it away while it was read.
    return []
  }
}
