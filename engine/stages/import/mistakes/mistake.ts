import type { Severity } from '../../../model/finding.ts'
import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { canonical } from '../../../model/json.ts'
import { identityOf, keyOf } from '../../../model/kube.ts'
import { redactText } from '../../../model/redact.ts'
import { visible } from '../../../model/visible.ts'
import type { Platform } from '../platform.ts'

/** A rule of the first day's report. */
export type Rule = (platform: Platform) => readonly Mistake[]

export interface Wrong {
  readonly rule: string
  readonly severity: Severity
  /** Row of blueprint section 11. */
  readonly blueprint?: number
  readonly object: JsonObject
  readonly pointer: string
  readonly evidence: string
  readonly remedy: string
}

/** A mistake on one cluster. Evidence is text of others: made visible, and withheld whole where it may hold a secret. */
export function mistake(cluster: string, { object, rule, evidence, ...wrong }: Wrong): Mistake {
  return {
    ...wrong,
    rule: `import/${rule}`,
    object: keyOf(object),
    clusters: [cluster],
    evidence: redactText(visible(evidence)),
  }
}

/** The same mistake on several clusters is said once. */
export function merged(mistakes: readonly Mistake[]): readonly Mistake[] {
  const once = new Map<string, Mistake>()
  for (const each of mistakes) {
    const key = canonical([each.rule, identityOf(each.object), each.pointer, each.evidence])
    const known = once.get(key)
    once.set(key, known ? { ...known, clusters: [...new Set([...known.clusters, ...each.clusters])].sort() } : each)
  }
  const rank = { error: 0, warning: 1, info: 2 } as const
  return [...once.values()].sort(
    (a, b) =>
      rank[a.severity] - rank[b.severity] ||
      compareText(a.rule, b.rule) ||
      compareText(identityOf(a.object), identityOf(b.object)) ||
      compareText(a.pointer, b.pointer) ||
      compareText(a.evidence, b.evidence),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Hours of a Go duration such as `168h`, `1h30m` or `30m`; undefined for anything else. */
export function hoursIn(duration: string | undefined): number | undefined {
  const match = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(duration ?? '')
  if (!match || !duration) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((each) => Number(each ?? 0))
  return hours + minutes / 60 + seconds / 3600
}
