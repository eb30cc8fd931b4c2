import type { Alert } from './chat.ts'
import type { PolicySeverity } from './component.ts'
import type { Drift } from './drift.ts'
import type { DesiredState, Resolution } from './evidence.ts'
import type { Json } from './json.ts'
import { canonical, isObject, parsedJson, textAt } from './json.ts'
import type { ObjectKey } from './kube.ts'
import { digest } from './names.ts'

/** Branch and file of an environment's history: one JSON line an event, appended; what is over is left to the branch's past (`atHand`). */
export const HISTORY_BRANCH = 'isthmus/history'

export function historyFile(environment: string): string {
  return `${environment}.jsonl`
}

/** The environment that a file of the branch is about; undefined for any other file. */
export function environmentOfHistory(file: string): string | undefined {
  return /^([^/]+)\.jsonl$/.exec(file)?.[1]
}

/** What the history keeps of a drift; never a field's value, only its digest. */
export interface DriftRecord {
  readonly fingerprint: string
  /** Digest of what is desired and observed: an acknowledgement holds for exactly this. */
  readonly value: string
  readonly policy: string
  readonly template: string
  /** Of a drift that policies of several clusters share. */
  readonly policies?: readonly string[]
  readonly templates?: readonly string[]
  readonly component: string
  readonly object: ObjectKey
  readonly change: Drift['change']
  readonly clusters: readonly string[]
  readonly severity: PolicySeverity
  readonly firstSeen: string
  /** What its messages are recognised by, also where it carries on another drift; the fingerprint in older histories. */
  readonly life?: string
  /** What was asked for when it opened. */
  readonly asked?: DesiredState
  /** Where the object differs. */
  readonly pointers?: readonly string[]
  /** The tool that wrote it last. */
  readonly manager?: string
  /** Object of the hub from which its desired value is read. */
  readonly desiredFrom?: string
}

/** What the history keeps of an incident beside drift: all that is undelivered, or all that is unhealthy of one component. */
export interface TroubleRecord {
  /** `undelivered`, `refused`, or `unhealthy <component>`. */
  readonly key: string
  /** The same in all messages about it. */
  readonly life: string
  readonly severity: PolicySeverity
  readonly since: string
  /** What is not right, one text each, sorted. */
  readonly items: readonly string[]
  /** False while it counts as the consequence of something else. */
  readonly isTold: boolean
}

interface EventCommon {
  /** The same for the same event, however often it is written. */
  readonly id: string
  /** RFC 3339 UTC. */
  readonly time: string
}

export type HistoryEvent = EventCommon &
  (
    | {
        readonly type: 'observed'
        readonly source: string
        readonly seen: readonly string[]
        readonly unknown: readonly string[]
      }
    /** Seen, but not in so many looks in a row as are needed to report it; `looks` so far, the last at `at`. */
    | { readonly type: 'sighted'; readonly drift: DriftRecord; readonly looks: number; readonly at: string }
    /** Gone before it was reported. */
    | { readonly type: 'vanished'; readonly fingerprint: string }
    | { readonly type: 'opened'; readonly drift: DriftRecord }
    | { readonly type: 'changed'; readonly drift: DriftRecord }
    /** `replacedBy`: the same object differs in another way now, and that drift carries on. */
    | {
        readonly type: 'resolved'
        readonly fingerprint: string
        readonly replacedBy?: string
        readonly how?: Resolution
      }
    /** People were reminded of it. */
    | { readonly type: 'stale'; readonly fingerprint: string }
    | {
        readonly type: 'acknowledged'
        readonly fingerprint: string
        readonly value: string
        readonly by: string
        readonly until: string
      }
    /** What was acknowledged was seen mended on clusters; it holds on these alone from then on. */
    | {
        readonly type: 'quiet-over'
        readonly fingerprint: string
        readonly value: string
        readonly until: string
        readonly clusters: readonly string[]
      }
    | {
        readonly type: 'went-dark'
        readonly cluster: string
        readonly since: string
        readonly reason: string
        readonly incident?: string
      }
    | { readonly type: 'came-back'; readonly cluster: string }
    | { readonly type: 'trouble'; readonly trouble: TroubleRecord }
    | { readonly type: 'trouble-over'; readonly key: string }
    /** Decided, and owed to these chats until each has it. */
    | { readonly type: 'alert-pending'; readonly alert: Alert; readonly chats: readonly string[] }
    /** What this chat is owed came to be one message; recorded before it is sent, so that a repeat is the same. */
    | { readonly type: 'alerts-joined'; readonly alert: Alert; readonly of: readonly string[]; readonly chat: string }
    | { readonly type: 'alert-sent'; readonly alert: string; readonly chat: string; readonly handle?: string }
    /** People were told that somebody looks. */
    | { readonly type: 'beat'; readonly chat: string }
  )

type WithoutId<E> = E extends HistoryEvent ? Omit<E, 'id'> : never

/** The event with its id: a digest of the environment and all that it says. */
export function eventOf(environment: string, event: WithoutId<HistoryEvent>): HistoryEvent {
  return { ...event, id: digest(canonical([environment, toJson(event)]), 16) } as HistoryEvent
}

export function recordOf(drift: Drift): DriftRecord {
  const { fingerprint, policy, template, component, object, change, clusters, severity, firstSeen } = drift
  const fields = drift.fields.map(({ pointer, desired, observed }): Json => [pointer, desired, observed])
  const value = digest(canonical([change, fields]), 16)
  const pointers = drift.fields.map((each) => each.pointer)
  // Reports are also read back from files that people may have edited.
  const manager = textAt(toJson(drift.attribution ?? null), 'manager')
  return {
    fingerprint,
    value,
    policy,
    template,
    ...(drift.policies ? { policies: drift.policies } : {}),
    ...(drift.templates ? { templates: drift.templates } : {}),
    component,
    object,
    change,
    clusters: [...clusters].sort(),
    severity,
    firstSeen,
    ...(pointers.length > 0 ? { pointers } : {}),
    ...(manager === undefined ? {} : { manager }),
    ...(drift.desiredFrom === undefined ? {} : { desiredFrom: drift.desiredFrom }),
  }
}

export function formatEvent(event: HistoryEvent): string {
  return `${canonical(toJson(event))}\n`
}

/** Events in the order they were written, each once. Lines that are no event (cut short, edited by hand) are counted and left out. */
export function parseHistory(text: string): { readonly events: readonly HistoryEvent[]; readonly ignored: number } {
  const events = new Map<string, HistoryEvent>()
  let ignored = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const event = parseEvent(line)
    if (event === undefined) ignored++
    else if (!events.has(event.id)) events.set(event.id, event)
  }
  return { events: [...events.values()], ignored }
}

type Check = (value: Json) => boolean
const hasTexts = (value: Json | undefined, ...keys: readonly string[]) =>
  keys.every((key) => textAt(value, key) !== undefined)
const isTexts = (value: Json | undefined) => Array.isArray(value) && value.every((each) => typeof each === 'string')
const hasTextsOrNone = (value: { readonly [key: string]: Json }, ...keys: readonly string[]) =>
  keys.every((key) => value[key] === undefined || typeof value[key] === 'string')
const isRecord: Check = (value) =>
  isObject(value) &&
  hasTexts(value, 'fingerprint', 'value', 'policy', 'template', 'component', 'change', 'severity', 'firstSeen') &&
  hasTexts(value.object, 'apiVersion', 'kind', 'namespace', 'name') &&
  isTexts(value.clusters) &&
  ['policies', 'templates', 'pointers'].every((key) => value[key] === undefined || isTexts(value[key])) &&
  hasTextsOrNone(value, 'manager', 'life')
const isAlert: Check = (value) =>
  isObject(value) &&
  hasTexts(value, 'id', 'event', 'environment', 'severity', 'title', 'time') &&
  isTexts(value.lines) &&
  hasTextsOrNone(value, 'life', 'since', 'about', 'url')

const SHAPES: Readonly<Record<HistoryEvent['type'], (event: { readonly [key: string]: Json }) => boolean>> = {
  observed: (event) => hasTexts(event, 'source') && isTexts(event.seen) && isTexts(event.unknown),
  sighted: (event) => isRecord(event.drift ?? null) && typeof event.looks === 'number' && hasTexts(event, 'at'),
  vanished: (event) => hasTexts(event, 'fingerprint'),
  opened: (event) => isRecord(event.drift ?? null),
  changed: (event) => isRecord(event.drift ?? null),
  resolved: (event) => hasTexts(event, 'fingerprint'),
  stale: (event) => hasTexts(event, 'fingerprint'),
  acknowledged: (event) => hasTexts(event, 'fingerprint', 'value', 'by', 'until'),
  'quiet-over': (event) => hasTexts(event, 'fingerprint', 'value', 'until') && isTexts(event.clusters),
  'went-dark': (event) => hasTexts(event, 'cluster', 'since', 'reason') && hasTextsOrNone(event, 'incident'),
  'came-back': (event) => hasTexts(event, 'cluster'),
  trouble: (event) =>
    hasTexts(event.trouble, 'key', 'life', 'severity', 'since') &&
    isObject(event.trouble) &&
    isTexts(event.trouble.items) &&
    typeof event.trouble.isTold === 'boolean',
  'trouble-over': (event) => hasTexts(event, 'key'),
  'alert-pending': (event) => isAlert(event.alert ?? null) && isTexts(event.chats),
  'alerts-joined': (event) => isAlert(event.alert ?? null) && isTexts(event.of) && hasTexts(event, 'chat'),
  'alert-sent': (event) => hasTexts(event, 'alert', 'chat') && hasTextsOrNone(event, 'handle'),
  beat: (event) => hasTexts(event, 'chat'),
}

/** Undefined for a line that is no event of a kind that is known here. */
export function parseEvent(line: string): HistoryEvent | undefined {
  const value = parsedJson(line)
  if (!isObject(value) || !hasTexts(value, 'id', 'time', 'type')) return undefined
  const type = String(value.type)
  const isKnown = Object.hasOwn(SHAPES, type) && SHAPES[type as HistoryEvent['type']](value)
  return isKnown ? (value as unknown as HistoryEvent) : undefined
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
