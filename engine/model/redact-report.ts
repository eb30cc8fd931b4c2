import type { Drift } from './drift.ts'
import type { ExceptedReport } from './exception.ts'
import { redactText } from './redact.ts'

/** What was looked at before, as it may be shown: a fleet's report says the same few things thousands of times, and mostly the same as the last one. */
export interface KnownTexts {
  readonly texts: Map<string, string>
  readonly objects: WeakMap<object, unknown>
  /** The lists of the last report by name, as they were given and as they are shown. */
  readonly lists: Map<string, Shown>
}

interface Shown {
  readonly given: readonly unknown[]
  readonly shown: readonly unknown[]
}

export function newKnownTexts(): KnownTexts {
  return { texts: new Map(), objects: new WeakMap(), lists: new Map() }
}

const MOST_TEXTS = 100_000

/**
 * The last look at a report before it leaves, whoever wrote its parts: messages of controllers, notes and reasons hold no
 * credential, and no patch is left that would write a hidden value.
 */
export function redactReport<R extends ExceptedReport>(report: R, known: KnownTexts = newKnownTexts()): R {
  if (known.texts.size > MOST_TEXTS) known.texts.clear()
  const shown = redactTexts(report, known)
  return {
    ...shown,
    drifts: shown.drifts.map((each, i) => withoutWrongPatch(each, report.drifts[i])),
    ...(shown.excepted
      ? {
          excepted: shown.excepted.map((each, i) => ({
            ...each,
            drift: withoutWrongPatch(each.drift, report.excepted?.[i]?.drift),
          })),
        }
      : {}),
  }
}

function withoutWrongPatch(shown: Drift, original: Drift | undefined): Drift {
  if (JSON.stringify(shown.patch) === JSON.stringify(original?.patch)) return shown
  const { patch: _, ...rest } = shown
  return rest
}

/** Every text of a value through redaction; keys stay as they are. */
export function redactTexts<T>(value: T, known: KnownTexts = newKnownTexts()): T {
  if (!isRecord(value)) return mapTexts(value, known) as T
  return fieldsOf(value, (child, key) =>
    Array.isArray(child) ? listOf(key, child, known) : mapTexts(child, known),
  ) as T
}

function fieldsOf(value: object, of: (child: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, of(child, key)]))
}

/**
 * What stands in its place as the very same value, from the beginning or from the end, is shown as in the last report. The
 * tens of thousands of a fleet are found by place alone: a map with weak keys of as many is work for every collection.
 */
function listOf(name: string, given: readonly unknown[], known: KnownTexts): readonly unknown[] {
  const last = known.lists.get(name) ?? { given: [], shown: [] }
  const shift = given.length - last.given.length
  const shown = given.map((each, i) => {
    if (each === last.given[i]) return last.shown[i]
    if (each === last.given[i - shift]) return last.shown[i - shift]
    return isRecord(each) ? fieldsOf(each, (child) => mapTexts(child, known)) : mapTexts(each, known)
  })
  known.lists.set(name, { given, shown })
  return shown
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapTexts(value: unknown, known: KnownTexts): unknown {
  if (typeof value === 'string') return shownText(value, known)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, known))
  if (!isRecord(value)) return value
  const before = known.objects.get(value)
  if (before !== undefined) return before
  const shown = fieldsOf(value, (child) => mapTexts(child, known))
  known.objects.set(value, shown)
  return shown
}

function shownText(text: string, known: KnownTexts): string {
  const shown = known.texts.get(text) ?? redactText(text)
  known.texts.set(text, shown)
  return shown
}
