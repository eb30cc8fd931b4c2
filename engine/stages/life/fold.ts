import type { Alert } from '../../model/chat.ts'
import type { PolicySeverity } from '../../model/component.ts'
import type { DriftRecord } from '../../model/history.ts'
import { canonical } from '../../model/json.ts'
import { describeKey } from '../../model/kube.ts'
import { digest } from '../../model/names.ts'
import { redactText } from '../../model/redact.ts'
import type { Happening } from './happening.ts'

/** A drift's opening or end, about to be told. */
type Told = Happening & Required<Pick<Happening, 'alert' | 'about'>>

const MOST_NAMED = 8
const SEVERITIES: readonly PolicySeverity[] = ['critical', 'high', 'medium', 'low']

/**
 * One alert where many drifts of a look have one cause: a namespace that is gone takes its objects with it, and a Secret
 * that changed on the hub differs from every copy. Every drift is still recorded, and stands in the proposal.
 */
export function fold(all: readonly Happening[]): readonly Happening[] {
  const events = ['opened', 'resolved'] as const
  return events.reduce<readonly Happening[]>((left, event) => {
    const told = left.filter((each): each is Told => each.about !== undefined && each.alert?.event === event)
    return copiesFolded(namespacesFolded(left, told), event)
  }, all)
}

function namespacesFolded(all: readonly Happening[], told: readonly Told[]): readonly Happening[] {
  const roots = told.filter(({ about }) => about.object.kind === 'Namespace' && about.change === 'missing')
  return roots.reduce<readonly Happening[]>((left, root) => {
    const within = told.filter(({ about }) => wentWith(root.about, about))
    if (within.length === 0) return left
    const first = root.alert.event === 'opened' ? GONE : []
    const names = namesOf(within.map(({ about }) => describeKey(about.object)))
    const said = root.alert.event === 'opened' ? 'are missing with it' : 'are there again with it'
    const lines = [`${count(within)} in it ${said}: ${names}`, ...withoutWayOut(root.alert.lines), ...first]
    return replaced(left, root, within, reworded(root.alert, ['namespace', root.alert.id], { lines }))
  }, all)
}

const GONE = [
  'Way out: create the namespace again and put back what the policies ask for in it; claims went with it, so restore the data from a snapshot before anything starts empty',
]

function wentWith(root: DriftRecord, { object, change, clusters }: DriftRecord): boolean {
  return (
    change === 'missing' &&
    object.namespace === root.object.name &&
    clusters.every((each) => root.clusters.includes(each))
  )
}

/** Copies of what the hub holds, of one component on the same clusters, that nobody is recorded to have written. */
function copiesFolded(all: readonly Happening[], event: 'opened' | 'resolved'): readonly Happening[] {
  const groups = new Map<string, Told[]>()
  for (const each of all) {
    const { about, alert } = each
    if (about?.desiredFrom === undefined || about.manager !== undefined || alert?.event !== event) continue
    const key = [about.component, placeOf(about.desiredFrom), ...about.clusters].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), { ...each, about, alert }])
  }
  return [...groups.values()].reduce((left, members) => {
    const [first] = members
    return first === undefined || members.length < 2 ? left : oneOfCopies(left, members, first)
  }, all)
}

function oneOfCopies(all: readonly Happening[], members: readonly Told[], first: Told): readonly Happening[] {
  const { alert, about } = first
  const where = about.clusters.join(', ')
  const source = about.desiredFrom ?? ''
  const names = namesOf(members.map((each) => describeKey(each.about.object)))
  const severity = SEVERITIES.find((one) => members.some((each) => each.alert.severity === one)) ?? alert.severity
  const title =
    alert.event === 'opened'
      ? `${alert.environment}: ${members.length} copies of ${source} are not what the hub holds on ${where}`
      : `${alert.environment}: ${members.length} copies of ${source} are what the hub holds again on ${where}`
  const lines = [names, ...(alert.event === 'opened' ? COPIES : [])]
  const about_ = ['copies', ...members.map((each) => each.alert.id).sort()]
  return replaced(all, first, members, reworded(alert, about_, { severity, title, lines }))
}

const COPIES = [
  'Nobody is recorded to have written the copies, so it was changed on the hub: renewed, or, if it is an authority, re-keyed',
  'Way out: where it was meant, let every copy carry old and new side by side until all leaves are renewed, then enforce here; where not, restore it on the hub',
]

/** The same alert of the same life in other words, under an id of its own. */
function reworded(
  alert: Alert,
  about: readonly string[],
  { lines, ...words }: Pick<Alert, 'lines'> & Partial<Pick<Alert, 'severity' | 'title'>>,
): Alert {
  return { ...alert, ...words, lines: lines.map(redactText), id: digest(canonical(about), 16) }
}

function replaced(
  all: readonly Happening[],
  kept: Told,
  folded: readonly Told[],
  alert: Told['alert'],
): readonly Happening[] {
  const is = (a: Happening, b: Happening) =>
    a.about?.fingerprint === b.about?.fingerprint && a.alert?.event === b.alert?.event
  return all.map((each) => {
    if (is(each, kept)) return { ...each, alert }
    const { alert: _, ...silent } = each
    return folded.some((one) => is(each, one)) ? silent : each
  })
}

function withoutWayOut(lines: readonly string[]): readonly string[] {
  return lines.filter((each) => !each.startsWith('Way out:'))
}

function placeOf(source: string): string {
  return source.slice(0, source.indexOf('/'))
}

function count(within: readonly unknown[]): string {
  return within.length === 1 ? '1 object' : `${within.length} objects`
}

function namesOf(all: readonly string[]): string {
  const names = [...new Set(all)].sort()
  const more = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
