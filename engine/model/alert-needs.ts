import { threadKey } from './alert-state.ts'
import type { HistoryEvent } from './history.ts'
import { foldHistory } from './history-state.ts'

type Pending = Extract<HistoryEvent, { type: 'alert-pending' }>

/** The events about messages that are still asked for: what is owed, and what was said of the lives that go on. */
export function alertNeeds(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const { open, dark, troubles, owed } = foldHistory(events)
  const unsent = new Set(owed.map((each) => each.alert))
  const lives = new Set([
    ...[...open.values()].map((each) => each.life ?? each.fingerprint),
    ...[...dark.values()].map((each) => each.incident),
    ...[...troubles.values()].map((each) => each.life),
    // Its thread is asked for when it is sent.
    ...owed.map((each) => each.alert.life),
  ])
  const pending = events.filter((each): each is Pending => each.type === 'alert-pending')
  const told = pending.filter(({ alert: { life } }) => life !== undefined && lives.has(life))
  const carriers = threadCarriers(events, told)
  const kept = [...pending.filter((each) => unsent.has(each.alert)), ...wordsOn(told), ...carriers]
  return [...kept, ...settling(events, kept, unsent)]
}

/**
 * Of each life the first and the last message, the last one to each chat, and every escalation. Those on an incident may have the
 * same id again, and are not sent again then: each of them once.
 */
function wordsOn(told: readonly Pending[]): readonly Pending[] {
  const first = new Map<string, Pending>()
  const last = new Map<string, Pending>()
  for (const event of told) {
    const { alert, chats } = event
    const life = alert.life ?? ''
    const always = [life, ...(alert.about === 'incident' || alert.event === 'escalated' ? [`${life} ${alert.id}`] : [])]
    for (const key of always) if (!first.has(key)) first.set(key, event)
    if (alert.event !== 'escalated') last.set(life, event)
    for (const chat of chats) last.set(threadKey(chat, life), event)
  }
  return [...first.values(), ...last.values()]
}

/** The last messages that carry a life's thread in a chat. */
function threadCarriers(events: readonly HistoryEvent[], told: readonly Pending[]): readonly Pending[] {
  const byId = new Map(told.map((each) => [each.alert.id, each]))
  const carriers = new Map<string, Pending>()
  for (const event of events) {
    const carried = event.type === 'alert-sent' && event.handle !== undefined ? byId.get(event.alert) : undefined
    if (event.type === 'alert-sent' && carried) carriers.set(threadKey(event.chat, carried.alert.life ?? ''), carried)
  }
  return [...carriers.values()]
}

/** Whatever settled a message that stays, so that it is not owed again; and joined ones that are owed themselves. */
function settling(
  events: readonly HistoryEvent[],
  kept: readonly Pending[],
  unsent: ReadonlySet<Pending['alert']>,
): readonly HistoryEvent[] {
  const ids = new Set(kept.map((each) => each.alert.id))
  const joined = events.filter((each) => {
    if (each.type !== 'alerts-joined') return false
    const isNeeded = unsent.has(each.alert) || each.of.some((id) => ids.has(id))
    if (isNeeded) ids.add(each.alert.id)
    return isNeeded
  })
  return [...joined, ...events.filter((each) => each.type === 'alert-sent' && ids.has(each.alert))]
}
