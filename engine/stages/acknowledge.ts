import type { Drift } from '../model/drift.ts'
import type { Proposal } from '../model/forge.ts'
import type { HistoryEvent } from '../model/history.ts'
import { eventOf, recordOf } from '../model/history.ts'
import type { HistoryState } from '../model/history-state.ts'
import type { Json } from '../model/json.ts'
import { isObject, listAt, parsedJson, textAt } from '../model/json.ts'

const DAY_MS = 24 * 3_600_000

/** The events by which a merged drift report keeps exactly its values quiet for some days; none for what is known already, no report, or days that are over at `now`. */
export function acknowledgements(
  state: HistoryState,
  report: string,
  proposal: Proposal,
  days: number,
  now: string,
): readonly HistoryEvent[] {
  const parsed = parsedJson(report)
  const environment = textAt(parsed, 'environment')
  const time = proposal.endedAt
  if (environment === undefined || time === undefined) return []
  const until = `${new Date(Date.parse(time) + days * DAY_MS).toISOString().slice(0, 19)}Z`
  if (Date.parse(until) <= Date.parse(now)) return []
  return listAt(parsed, 'drifts').flatMap((each): readonly HistoryEvent[] => {
    if (!isDrift(each)) return []
    const { fingerprint, value } = recordOf(each as unknown as Drift)
    const known = state.acknowledged.get(fingerprint)
    if (known?.value === value && known.until >= until) return []
    return [
      eventOf(environment, {
        type: 'acknowledged',
        time,
        fingerprint,
        value,
        by: `merge of #${proposal.number}`,
        until,
      }),
    ]
  })
}

function isDrift(value: Json): boolean {
  return (
    isObject(value) &&
    textAt(value, 'fingerprint') !== undefined &&
    listAt(value, 'fields').every((field) => textAt(field, 'pointer') !== undefined) &&
    listAt(value, 'clusters').every((cluster) => typeof cluster === 'string') &&
    Array.isArray(value.fields) &&
    Array.isArray(value.clusters) &&
    textAt(value, 'object', 'kind') !== undefined
  )
}
