import type { Drift } from './drift.ts'
import type { ExceptedReport } from './exception.ts'
import { redactText } from './redact.ts'

/** What was looked at before, as it may be shown: a fleet's report says the same few things thousands of times, and mostly the same as the last one. */
export interface KnownTexts {
  readonly texts: Map<string, string>
  readonly objects: WeakMap<object, unknown>
}

export function newKnownTexts(): KnownTexts {
  return { texts: new Map(), objects: new WeakMap() }
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
  return mapTexts(value, known) as T
}

function mapTexts(value: unknown, known: KnownTexts): unknown {
  if (typeof value === 'string') return shownText(value, known)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, known))
  if (typeof value !== 'object' || value === null) return value
  const before = known.objects.get(value)
  if (before !== undefined) return before
  const shown = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTexts(child, known)]))
  known.objects.set(value, shown)
  return shown
}

function shownText(text: string, known: KnownTexts): string {
  const shown = known.texts.get(text) ?? redactText(text)
  known.texts.set(text, shown)
  return shown
}
