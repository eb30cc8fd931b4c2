import type { Alert } from '../../model/chat.ts'
import type { Drift, DriftField } from '../../model/drift.ts'
import { endWords } from '../../model/drift-words.ts'
import type { Resolution } from '../../model/evidence.ts'
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
    ...lifeOf(record),
    title: `${moment.report.environment}: ${describeKey(record.object)} ${SAYS[record.change]} on ${record.clusters.join(', ')}`,
    lines: [...detailsOf(record, drift), WAY_OUT],
  })
}

const WAY_OUT =
  'Way out: put it back by hand; or adopt it, enforce here or ignore it for a time, by a tick in the proposal'

/** `drift` is absent where no cluster that shows it could be seen. With the value that was `known` it only came to clusters, or left them. */
export function changedAlert(
  moment: Moment,
  record: DriftRecord,
  drift: Drift | undefined,
  known?: Pick<DriftRecord, 'value'>,
): Alert {
  const how = known?.value === record.value ? '' : ' in another way'
  return alertOf(moment, [record.fingerprint, record.value, [...record.clusters], moment.now], {
    event: 'changed',
    ...lifeOf(record),
    title: `${moment.report.environment}: ${describeKey(record.object)} ${SAYS[record.change]}${how}, now on ${record.clusters.join(', ')}`,
    lines: drift ? detailsOf(record, drift) : [`Policy ${record.policy}`, `Open since ${record.firstSeen}`],
  })
}

export function resolvedAlert(moment: Moment, record: DriftRecord, how: Resolution | undefined): Alert {
  return alertOf(moment, [record.fingerprint, record.firstSeen, moment.now], {
    event: 'resolved',
    ...lifeOf(record),
    title: `${moment.report.environment}: ${describeKey(record.object)} ${endWords(how)} on ${record.clusters.join(', ')}`,
    lines: [`Policy ${record.policy}`, `Was open since ${record.firstSeen}`, ...(how ? [howLine(how)] : [])],
  })
}

type LifeOf = Required<Pick<Alert, 'severity' | 'life' | 'since' | 'about'>>

function lifeOf({ severity, life, fingerprint, firstSeen }: DriftRecord): LifeOf {
  return { severity, life: life ?? fingerprint, since: firstSeen, about: 'drift' }
}

function howLine(how: Resolution): string {
  if (how.by === 'commit') return `Resolved by a change of the desired state, merged by ${how.commit.slice(0, 12)}`
  if (how.by === 'exception') return 'Lived with by an exception that was merged'
  if (how.by === 'enforcement') return 'Resolved by enforcement: the policy puts it back'
  if (how.by === 'unknown') return 'Resolved on the cluster; nothing records by which tool'
  return `Resolved by ${how.manager}${how.time === null ? '' : ` at ${how.time}`} (a tool's name, not a person's)`
}

/** Nobody has seen to it for so many days. */
export function staleAlert(moment: Moment, record: DriftRecord, days: number): Alert {
  return alertOf(moment, [record.fingerprint, record.firstSeen, moment.now], {
    event: 'stale',
    ...lifeOf(record),
    title: `${moment.report.environment}: ${describeKey(record.object)} ${SAYS[record.change]} on ${record.clusters.join(', ')} since ${days} days`,
    lines: [`Policy ${record.policy}`, `Open since ${record.firstSeen}`],
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

function fieldLine({ pointer, path = pointer, desired, observed }: DriftField): string {
  if (
    typeof desired === 'string' &&
    typeof observed === 'string' &&
    Math.max(desired.length, observed.length) > LONGEST_VALUE
  )
    return `${path}: ${changedLines(desired, observed)}`
  return `${path}: should be ${shown(desired)}, is ${shown(observed)}`
}

/** Of a long text only the lines that differ: its beginning would say nothing. */
function changedLines(desired: string, observed: string): string {
  const [wanted, found] = [desired.split('\n'), observed.split('\n')]
  const lacking = wanted.filter((each) => !found.includes(each))
  const extra = found.filter((each) => !wanted.includes(each))
  const told = (lines: readonly string[]) =>
    shown(
      lines
        .map((each) => each.trim())
        .filter(Boolean)
        .join(' | '),
    )
  const parts = [
    ...(lacking.length > 0 ? [`lacks ${told(lacking)}`] : []),
    ...(extra.length > 0 ? [`has ${told(extra)}`] : []),
  ]
  return parts.length === 0 ? 'the same lines in another order' : parts.join(', ')
}

function shown(value: Json): string {
  const text = value === null ? 'absent' : JSON.stringify(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
