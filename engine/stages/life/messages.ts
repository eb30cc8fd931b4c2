import type { Alert } from '../../model/chat.ts'
import type { Drift, DriftField } from '../../model/drift.ts'
import type { DriftRecord } from '../../model/history.ts'
import type { Json } from '../../model/json.ts'
import { describeKey } from '../../model/kube.ts'
import type { Moment } from './happening.ts'
import { alertOf } from './happening.ts'

const MOST_FIELDS = 5
const LONGEST_VALUE = 120

export function openedAlert(moment: Moment, record: DriftRecord, drift: Drift): Alert {
  return alertOf(moment, [record.fingerprint, record.firstSeen, moment.now], {
    event: 'opened',
    severity: record.severity,
    title: `${moment.report.environment}: ${describeKey(record.object)} ${SAYS[record.change]} on ${record.clusters.join(', ')}`,
    lines: detailsOf(record, drift),
  })
}

/** `drift` is absent where no cluster that shows it could be seen. */
export function changedAlert(moment: Moment, record: DriftRecord, drift: Drift | undefined): Alert {
  return alertOf(moment, [record.fingerprint, record.value, [...record.clusters], moment.now], {
    event: 'changed',
    severity: record.severity,
    title: `${moment.report.environment}: ${describeKey(record.object)} ${SAYS[record.change]} in another way, now on ${record.clusters.join(', ')}`,
    lines: drift ? detailsOf(record, drift) : [`Policy ${record.policy}`, `Open since ${record.firstSeen}`],
  })
}

export function resolvedAlert(moment: Moment, record: DriftRecord): Alert {
  return alertOf(moment, [record.fingerprint, record.firstSeen, moment.now], {
    event: 'resolved',
    severity: record.severity,
    title: `${moment.report.environment}: ${describeKey(record.object)} is as desired again on ${record.clusters.join(', ')}`,
    lines: [`Policy ${record.policy}`, `Was open since ${record.firstSeen}`],
  })
}

const SAYS: Readonly<Record<DriftRecord['change'], string>> = {
  missing: 'is missing',
  unexpected: 'should not be there',
  different: 'differs',
}

function detailsOf(record: DriftRecord, drift: Drift): readonly string[] {
  const { fields, source, attribution } = drift
  const more = fields.length - MOST_FIELDS
  return [
    ...fields.slice(0, MOST_FIELDS).map(fieldLine),
    ...(more > 0 ? [`and ${more} more fields`] : []),
    ...(attribution.manager === null
      ? []
      : [
          `Changed by ${attribution.manager}${attribution.time === null ? '' : ` at ${attribution.time}`} (a tool's name, not a person's)`,
        ]),
    `Asked for by ${source.file}:${source.line} (policy ${record.policy})`,
  ]
}

function fieldLine({ pointer, desired, observed }: DriftField): string {
  return `${pointer}: should be ${shown(desired)}, is ${shown(observed)}`
}

function shown(value: Json): string {
  const text = value === null ? 'absent' : JSON.stringify(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
