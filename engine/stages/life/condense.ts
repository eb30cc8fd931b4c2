import type { Alert, AlertEvent } from '../../model/chat.ts'
import type { PolicySeverity } from '../../model/component.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { digest } from '../../model/names.ts'

/** More messages of one kind than this in one look are one message: a chat that is flooded is not read. */
const MOST = 10
const SEVERITIES: readonly PolicySeverity[] = ['critical', 'high', 'medium', 'low']
const WORDS: Readonly<Record<AlertEvent, string>> = {
  opened: 'drifts opened',
  changed: 'drifts changed',
  resolved: 'drifts are resolved',
  stale: 'drifts are still open',
}

/** The same alerts, those of a kind that has too many joined into one that names the worst; its id follows from theirs. */
export function condense(alerts: readonly Alert[]): readonly Alert[] {
  const kinds = [...new Set(alerts.map((each) => each.event))]
  const many = new Set(kinds.filter((kind) => alerts.filter((each) => each.event === kind).length > MOST))
  const joined = [...many].map((kind) => join(alerts.filter((each) => each.event === kind)))
  return [...alerts.filter((each) => !many.has(each.event)), ...joined.flat()]
}

function join(alerts: readonly Alert[]): readonly Alert[] {
  const sorted = [...alerts].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  const [worst] = sorted
  if (!worst) return []
  const ids = alerts.map((each): Json => each.id).sort()
  const lines = sorted
    .slice(0, MOST)
    .map((each) => `${each.severity}: ${each.title.replace(`${each.environment}: `, '')}`)
  const title = `${worst.environment}: ${alerts.length} ${WORDS[worst.event]}`
  return [{ ...worst, id: digest(canonical(ids), 16), title, lines: [...lines, `and ${alerts.length - MOST} more`] }]
}
