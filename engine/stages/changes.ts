import type { Condition, Drift, DriftReport, DriftState } from '../model/drift.ts'
import type { DriftChange, KnownDrift } from '../model/drift-change.ts'

/**
 * What a report says that is new to a follower. A drift on a cluster that cannot be seen is neither resolved nor opened
 * again when the cluster comes back with it.
 */
export function changesSince(
  known: KnownDrift,
  report: DriftReport,
): { readonly changes: readonly DriftChange[]; readonly known: KnownDrift } {
  const shown = openDrifts(report)
  const gone = [...known.open].filter(([key]) => !shown.has(key))
  const held = gone.filter(([, { cluster, drift }]) => !isSeen(report, cluster, drift))
  const resolved = gone.filter((each) => !held.includes(each)).map(([, each]) => each)
  const opened = [...shown].filter(([key]) => !known.open.has(key)).map(([, each]) => each)
  const changes: readonly DriftChange[] = [
    ...stateChanges(known.report, report),
    ...opened.map((each): DriftChange => ({ type: 'drift-opened', ...each })),
    ...resolved.map((each): DriftChange => ({ type: 'drift-resolved', ...each })),
    ...deliveryChanges(known.report?.undelivered ?? [], report.undelivered),
  ]
  return { changes, known: { report, open: new Map([...shown, ...held]) } }
}

function openDrifts(report: DriftReport): KnownDrift['open'] {
  return new Map(
    report.drifts.flatMap((drift) =>
      drift.clusters.map((cluster) => [`${drift.fingerprint} ${cluster}`, { cluster, drift }] as const),
    ),
  )
}

function isSeen(report: DriftReport, cluster: string, drift: Drift): boolean {
  const state = report.clusters.find((each) => each.name === cluster)?.state
  if (state === undefined) return true
  if (state === 'unknown' || state === 'error') return false
  return !report.notEvaluated.some((each) => each.template === drift.template && each.cluster === cluster)
}

/** Clusters first, then policy by policy what is not explained by a cluster that cannot be seen. */
function stateChanges(before: DriftReport | undefined, after: DriftReport): readonly DriftChange[] {
  const known = new Map((before?.clusters ?? []).map((each) => [each.name, each.state]))
  const clusters = after.clusters.flatMap(({ name, state, reason }): readonly DriftChange[] => {
    const was = known.get(name) ?? null
    return was === state
      ? []
      : [{ type: 'state', cluster: name, policy: '', before: was, after: state, reason: reason ?? '' }]
  })
  const dark = new Set(after.clusters.filter((each) => each.state === 'unknown').map((each) => each.name))
  const [old, own] = differing(before?.policies ?? [], after.policies ?? [])
  const then = policyStates(old)
  const now = policyStates(own)
  const policies = [...new Set([...then.keys(), ...now.keys()])].flatMap((key): readonly DriftChange[] => {
    const was = then.get(key)
    const is = now.get(key)
    const { cluster = '', policy = '' } = is ?? was ?? {}
    if (was?.state === is?.state && was?.times === is?.times) return []
    if (dark.has(cluster)) return []
    const state: DriftState = is?.state ?? 'inSync'
    const earlier = before === undefined ? null : (was?.state ?? 'inSync')
    return [{ type: 'state', cluster, policy, before: earlier, after: state, reason: is?.reason ?? '' }]
  })
  return [...clusters, ...policies]
}

interface Held {
  readonly cluster: string
  readonly policy: string
  readonly state: DriftState
  readonly reason: string
  readonly times: number
}

type States = NonNullable<DriftReport['policies']>

/** Without those that stand in the same place as the very same value: of a fleet's, all but the few that an event was about. */
function differing(before: States, after: States): readonly [States, States] {
  if (before.length !== after.length) return [before, after]
  return [before.filter((each, i) => each !== after[i]), after.filter((each, i) => each !== before[i])]
}

function policyStates(policies: States): ReadonlyMap<string, Held> {
  return new Map(
    policies.map(({ cluster, policy, state, reason = '', reverted }) => {
      return [`${cluster} ${policy}`, { cluster, policy, state, reason, times: reverted?.times ?? 0 }] as const
    }),
  )
}

function deliveryChanges(before: readonly Condition[], after: readonly Condition[]): readonly DriftChange[] {
  const keyOf = (each: Condition) => JSON.stringify([each.policy, each.cluster, each.message])
  const lacking = (from: readonly Condition[], all: readonly Condition[], type: 'undelivered' | 'delivered') => {
    const keys = new Set(all.map(keyOf))
    const left = from.filter((each) => !keys.has(keyOf(each)))
    return left.map(({ cluster, policy, message }): DriftChange => ({ type, cluster, what: policy, message }))
  }
  return [...lacking(after, before, 'undelivered'), ...lacking(before, after, 'delivered')]
}
