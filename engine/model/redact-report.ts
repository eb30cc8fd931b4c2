import type { Drift } from './drift.ts'
import type { ExceptedReport } from './exception.ts'
import { redactText } from './redact.ts'

/**
 * The last look at a report before it leaves, whoever wrote its parts: messages of controllers, notes and reasons hold no
 * credential, and no patch is left that would write a hidden value.
 */
export function redactReport<R extends ExceptedReport>(report: R): R {
  const shown = redactTexts(report)
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
export function redactTexts<T>(value: T): T {
  return mapTexts(value) as T
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTexts(child)]))
}
