import type { AlertState, OwedAlert } from './alert-state.ts'
import type { Addressee, Alert, AlertEvent } from './chat.ts'
import type { HistoryState } from './history-state.ts'
import { isQuiet } from './history-state.ts'
import type { Json } from './json.ts'
import { canonical } from './json.ts'
import { digest } from './names.ts'
import { isQuietAt } from './quiet-hours.ts'
import { POLICY_SEVERITIES } from './severity.ts'

/** More messages of one kind than this at once are one message: a chat that is flooded is not read. Incidents stay apart. */
const MOST = 10
/** Lines of such a message. */
const MOST_LINES = 20

/** What a chat is to be sent now, in order; several alerts in one are one message. What has to wait stays owed. */
export function dueFor(
  { name, route = {} }: Addressee,
  owed: readonly OwedAlert[],
  now: string,
): readonly (readonly OwedAlert[])[] {
  const mine = owed.filter((each) => each.chats.includes(name))
  const urgent = urgentIn(mine)
  const patient = mine.filter((each) => !urgent.includes(each))
  if (isQuietAt(route.quietHours ?? [], now)) return grouped(urgent)
  if (route.digestMinutes === undefined) return grouped(mine)
  const waits = patient.filter((each) => each.isJoined !== true)
  const isDue = waits.some((each) => minutesBetween(each.alert.time, now) >= (route.digestMinutes ?? 0))
  const joined = patient.filter((each) => each.isJoined === true).map((each) => [each])
  return [...grouped(urgent), ...joined, ...(isDue ? [waits] : [])]
}

/** Alerts as one that names the worst; its id follows from theirs. */
export function joinAlerts(alerts: readonly Alert[]): Alert {
  const sorted = [...alerts].sort(
    (a, b) => POLICY_SEVERITIES.indexOf(b.severity) - POLICY_SEVERITIES.indexOf(a.severity),
  )
  const [worst] = sorted
  if (!worst) throw new Error('nothing to join')
  const { life: _, since: __, about: ___, ...rest } = worst
  const more = alerts.length - MOST_LINES
  const lines = sorted.slice(0, MOST_LINES).map((each) => {
    const title = each.title.replace(`${each.environment}: `, '')
    return `${each.severity}, ${each.event}: ${title}`
  })
  const ids = alerts.map((each): Json => each.id).sort()
  return {
    ...rest,
    id: digest(canonical(ids), 16),
    title: `${worst.environment}: ${countsOf(alerts)}`,
    lines: [...lines, ...(more > 0 ? [`and ${more} more`] : [])],
  }
}

/** The last word on each life that is open and loud, as this chat was told it: for places that forget what is not repeated. */
export function openFor(state: HistoryState, { name }: Addressee, now: string): readonly Alert[] {
  const open = openLives(state, now)
  return [...state.told].flatMap(([life, { last, chats }]) => (open.has(life) && chats.has(name) ? [last] : []))
}

/** Lives of drifts that nobody acknowledged, and of incidents. */
export function openLives(state: Omit<HistoryState, keyof AlertState>, now: string): ReadonlySet<string> {
  const drifts = [...state.open.values()].filter((each) => !isQuiet(state, each, now))
  const incidents = [...state.dark.values()].flatMap(({ incident }) => (incident === undefined ? [] : [incident]))
  const troubles = [...state.troubles.values()].flatMap(({ isTold, life }) => (isTold ? [life] : []))
  return new Set([...drifts.map((each) => each.life ?? each.fingerprint), ...incidents, ...troubles])
}

/** What is critical waits for nothing, and takes along what was said of the same life before. */
function urgentIn(owed: readonly OwedAlert[]): readonly OwedAlert[] {
  const isUrgent = ({ alert }: OwedAlert) => alert.severity === 'critical'
  return owed.filter((each, i) => {
    const { life } = each.alert
    return (
      isUrgent(each) || (life !== undefined && owed.slice(i).some((late) => late.alert.life === life && isUrgent(late)))
    )
  })
}

function grouped(owed: readonly OwedAlert[]): readonly (readonly OwedAlert[])[] {
  const single = owed.filter((each) => each.isJoined !== true && each.alert.about !== 'incident')
  const many = new Set(
    single
      .map((each) => each.alert.event)
      .filter((kind) => single.filter((each) => each.alert.event === kind).length > MOST),
  )
  const floods = [...many].map((kind) => single.filter((each) => each.alert.event === kind))
  const rest = owed.filter((each) => !single.includes(each) || !many.has(each.alert.event))
  return [...rest.map((each) => [each]), ...floods]
}

const WORDS: Readonly<Record<AlertEvent, string>> = {
  opened: 'opened',
  changed: 'changed',
  resolved: 'resolved',
  stale: 'still open',
  escalated: 'open for too long',
  alive: 'signs of life',
}

function countsOf(alerts: readonly Alert[]): string {
  const counts = Object.entries(WORDS).flatMap(([event, word]) => {
    const count = alerts.filter((each) => each.event === event).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return counts.join(', ')
}

function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000
}
