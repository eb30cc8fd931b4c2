import type { Alert } from './chat.ts'
import type { HistoryEvent } from './history.ts'

/** An alert that some chats still have to get. */
export interface OwedAlert {
  readonly alert: Alert
  readonly chats: readonly string[]
  /** Made of several others. */
  readonly isJoined?: boolean
}

/** What was decided to be told about one life, whether it has arrived yet or not. */
export interface Told {
  readonly first: Alert
  /** Escalations left out: they repeat what others said. */
  readonly last: Alert
  readonly chats: ReadonlySet<string>
  readonly escalatedTo: ReadonlySet<string>
}

/** What a history says about messages. */
export interface AlertState {
  /** In the order they were decided. */
  readonly owed: readonly OwedAlert[]
  /** By life. */
  readonly told: ReadonlyMap<string, Told>
  /** Handle of the message that carries a life in a chat, by `threadKey`. */
  readonly threads: ReadonlyMap<string, string>
  /** When each chat was last told that somebody looks. */
  readonly beats: ReadonlyMap<string, string>
}

export function threadKey(chat: string, life: string): string {
  return JSON.stringify([chat, life])
}

export function alertsIn(events: readonly HistoryEvent[]): AlertState {
  const beats = new Map(events.flatMap((each) => (each.type === 'beat' ? [[each.chat, each.time] as const] : [])))
  return { owed: owedIn(events), told: toldIn(events), threads: threadsIn(events), beats }
}

/** A sent alert is owed no more, wherever its line stands; one that was joined is owed as a part of the whole. */
function owedIn(events: readonly HistoryEvent[]): readonly OwedAlert[] {
  const settled = new Set(
    events.flatMap((each) => {
      if (each.type === 'alert-sent') return [threadKey(each.chat, each.alert)]
      return each.type === 'alerts-joined' ? each.of.map((alert) => threadKey(each.chat, alert)) : []
    }),
  )
  return events.flatMap((event): readonly OwedAlert[] => {
    if (event.type !== 'alert-pending' && event.type !== 'alerts-joined') return []
    const isJoined = event.type === 'alerts-joined'
    const all = isJoined ? [event.chat] : event.chats
    const chats = all.filter((chat) => !settled.has(threadKey(chat, event.alert.id)))
    return chats.length === 0 ? [] : [{ alert: event.alert, chats, ...(isJoined ? { isJoined } : {}) }]
  })
}

function toldIn(events: readonly HistoryEvent[]): AlertState['told'] {
  const told = new Map<string, Told>()
  for (const event of events) {
    if (event.type !== 'alert-pending' || event.alert.life === undefined) continue
    const { alert, chats } = event
    const known = told.get(event.alert.life)
    const isEscalation = alert.event === 'escalated'
    told.set(event.alert.life, {
      first: known?.first ?? alert,
      last: known && isEscalation ? known.last : alert,
      chats: new Set([...(known?.chats ?? []), ...chats]),
      escalatedTo: new Set([...(known?.escalatedTo ?? []), ...(isEscalation ? chats : [])]),
    })
  }
  return told
}

function threadsIn(events: readonly HistoryEvent[]): AlertState['threads'] {
  const lives = new Map(
    events.flatMap((each) => (each.type === 'alert-pending' ? [[each.alert.id, each.alert.life] as const] : [])),
  )
  return new Map(
    events.flatMap((each) => {
      const life = each.type === 'alert-sent' ? lives.get(each.alert) : undefined
      if (each.type !== 'alert-sent' || each.handle === undefined || life === undefined) return []
      return [[threadKey(each.chat, life), each.handle] as const]
    }),
  )
}
