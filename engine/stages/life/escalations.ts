import type { Told } from '../../model/alert-state.ts'
import type { Addressee, Alert, Escalation } from '../../model/chat.ts'
import { openLives } from '../../model/delivery.ts'
import { isAtLeast } from '../../model/severity.ts'
import type { Moment } from './happening.ts'
import { alertOf } from './happening.ts'

/** What a chat was told of, and to which one it goes now. */
export interface Escalated {
  readonly alert: Alert
  readonly to: string
}

/** Lives that are open for longer than the chats that know of them allow, each once for each chat that it goes to. `news`: what this look tells. */
export function escalationsOf(
  moment: Moment,
  chats: readonly Addressee[],
  news: readonly Alert[],
): readonly Escalated[] {
  const { previous, now } = moment
  const over = new Set(news.flatMap((each) => (each.event === 'resolved' ? [each.life] : [])))
  const open = [...openLives(previous, now)].filter((life) => !over.has(life))
  const due = open.flatMap((life) => {
    const told = previous.told.get(life)
    return told ? chats.flatMap((chat) => escalated(moment, life, told, chat)) : []
  })
  const first = new Map(due.map((each) => [each.alert.id, each]))
  return [...first.values()]
}

function escalated(moment: Moment, life: string, told: Told, { name, route }: Addressee): readonly Escalated[] {
  const rule = route?.escalate
  if (!rule || !told.chats.has(name) || told.escalatedTo.has(rule.to) || !isDue(moment, told, rule)) return []
  const { first, last } = told
  const alert = alertOf(moment, ['escalated', life, rule.to], {
    event: 'escalated',
    severity: last.severity,
    title: last.title,
    lines: [`Nobody has seen to it since ${first.time}; ${name} was told`, ...last.lines],
    life,
    about: last.about ?? 'drift',
    since: first.since ?? first.time,
  })
  return [{ alert, to: rule.to }]
}

function isDue({ now }: Moment, { first, last }: Told, { afterMinutes, minimumSeverity }: Escalation): boolean {
  const isOld = Date.parse(now) - Date.parse(first.time) >= afterMinutes * 60_000
  return isOld && isAtLeast(last.severity, minimumSeverity)
}
