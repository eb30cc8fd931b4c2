import type { Alert, AlertEvent } from '../../model/chat.ts'
import type { PolicySeverity } from '../../model/component.ts'
import type { DriftReport } from '../../model/drift.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { DriftRecord, HistoryEvent } from '../../model/history.ts'
import type { HistoryState } from '../../model/history-state.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { redactText } from '../../model/redact.ts'

/** One look at an environment, and what was known before it. */
export interface Moment {
  readonly previous: HistoryState
  readonly report: DriftReport
  /** RFC 3339 UTC. */
  readonly now: string
  readonly members: readonly string[] | undefined
  readonly evidence: Evidence | undefined
  readonly notes: (clusters: readonly string[]) => readonly string[]
}

/** Something to record, and to tell where people do not know it yet. */
export interface Happening {
  readonly events: readonly HistoryEvent[]
  readonly alert?: Alert
  /** The drift that opens or ends with it. */
  readonly about?: DriftRecord
}

interface Message {
  readonly event: AlertEvent
  readonly severity: PolicySeverity
  readonly title: string
  readonly lines: readonly string[]
  readonly life: string
  readonly about: 'drift' | 'incident'
  readonly since: string
}

/** The alert with its id, fit to be shown: the same for the same thing happening to the same drift or clusters, whoever works it out. */
export function alertOf({ report, now }: Moment, about: readonly Json[], message: Message): Alert {
  const id = digest(canonical([report.environment, message.event, ...about]), 16)
  const { title, lines, ...rest } = message
  const shown = { title: redactText(title), lines: lines.map(redactText) }
  return { id, environment: report.environment, time: now, ...rest, ...shown }
}
