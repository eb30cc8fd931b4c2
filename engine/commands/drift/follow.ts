import type { WatchInput } from '../../flows/watch.ts'
import { watch } from '../../flows/watch.ts'
import type { DriftChange } from '../../model/drift-change.ts'
import { describeKey } from '../../model/kube.ts'
import { visible } from '../../model/visible.ts'
import type { Io } from '../io.ts'
import type { CommonOptions, ExitCode } from '../options.ts'

/** Prints changes as they come until Ctrl-C or SIGTERM: lines for people, a JSON document a line for programs. */
export async function followDrift(io: Io, common: CommonOptions, input: Omit<WatchInput, 'signal'>): Promise<ExitCode> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  let drifts = 0
  try {
    for await (const { report, changes } of watch({ ...input, signal: stopping.signal })) {
      drifts = report.drifts.length
      for (const change of changes) {
        const line =
          common.output === 'json' ? JSON.stringify({ at: report.observedAt, ...change }) : changeText(change)
        io.out(common.output === 'json' ? `${line}\n` : `${report.observedAt} ${line}\n`)
      }
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
  return drifts > 0 ? 2 : 0
}

/** One change as a line; text of others cannot break out of it. */
function changeText(change: DriftChange): string {
  switch (change.type) {
    case 'state': {
      const what = change.policy === '' ? change.cluster : `${change.cluster} ${change.policy}`
      const states = change.before === null ? change.after : `${change.before} → ${change.after}`
      return visible(`${what}: ${states}${change.reason === '' ? '' : ` (${change.reason})`}`)
    }
    case 'drift-opened':
    case 'drift-resolved': {
      const { drift, cluster } = change
      const fields = drift.fields.slice(0, 3).map((each) => {
        return `${each.pointer}: ${JSON.stringify(each.desired)} → ${JSON.stringify(each.observed)}`
      })
      const sign = change.type === 'drift-opened' ? '+ drift' : '- drift'
      const by = drift.attribution.manager === null ? '' : ` by ${drift.attribution.manager}`
      const told = change.type === 'drift-opened' ? `${fields.length === 0 ? '' : `: ${fields.join(', ')}`}${by}` : ''
      return visible(`${sign} ${drift.severity} ${cluster} ${describeKey(drift.object)} ${drift.change}${told}`)
    }
    case 'undelivered':
    case 'delivered':
      return visible(`${change.type === 'undelivered' ? '+' : '-'} undelivered ${change.what}: ${change.message}`)
  }
}
