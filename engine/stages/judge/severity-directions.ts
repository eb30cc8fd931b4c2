import type { Json, JsonObject } from '../../model/json.ts'
import { at, canonical, isObject, listAt, textAt } from '../../model/json.ts'
import type { FieldDifference } from '../../model/verdict.ts'

/** Which way a difference points: the same field may open a door or close one. */
export type Direction =
  | 'opened-to-all'
  | 'network-loosened'
  | 'powerful-rights'
  | 'rights-widened'
  | 'binds-everybody'
  | 'constraint-loosened'
  | 'tls-off'
  | 'pod-security-loosened'
  | 'given'
  | 'fewer'

/** A field with the objects around it; undefined `desired` object: the template names none. */
export interface DirectedField {
  readonly field: FieldDifference
  readonly desired: Json | undefined
  readonly observed: JsonObject
}

const EVERYBODY = /^system:(authenticated|unauthenticated|anonymous|serviceaccounts)$/
const POWERFUL_VERBS = new Set(['*', 'escalate', 'bind', 'impersonate'])
const POWERFUL_RESOURCES = new Set(['*', 'secrets', 'serviceaccounts/token', 'pods/exec', 'nodes/proxy'])
const POD_LEVELS = ['restricted', 'baseline', 'privileged']

const DIRECTIONS: Readonly<Record<Direction, (place: DirectedField) => boolean>> = {
  'opened-to-all': ({ desired, observed }) =>
    added(rulesOf(desired), rulesOf(observed)).some(isOpen) || typesLost(desired, observed),
  'network-loosened': ({ field }) =>
    field.pointer.includes('/except') || field.pointer.includes('/ports')
      ? isNarrowingGone(field)
      : field.pointer.startsWith('/spec/policyTypes')
        ? field.observed === undefined
        : field.observed !== undefined,
  'powerful-rights': ({ desired, observed }) =>
    added(listAt(desired, 'rules'), listAt(observed, 'rules')).some((rule) => isMorePowerful(rule, desired)),
  'rights-widened': ({ field }) => field.observed !== undefined || field.pointer.includes('/resourceNames'),
  'binds-everybody': ({ desired, observed }) =>
    added(listAt(desired, 'subjects'), listAt(observed, 'subjects')).some((each) =>
      EVERYBODY.test(textAt(each, 'name') ?? ''),
    ) || textAt(observed, 'roleRef', 'name') !== textAt(desired, 'roleRef', 'name'),
  'constraint-loosened': ({ field }) =>
    field.pointer.startsWith('/requiredDropCapabilities')
      ? field.observed === undefined
      : field.observed !== undefined && field.observed !== false && !field.pointer.startsWith('/metadata'),
  'tls-off': ({ field }) => isTlsOff(field),
  'pod-security-loosened': ({ field }) =>
    field.observed === undefined ||
    POD_LEVELS.indexOf(String(field.observed)) > POD_LEVELS.indexOf(String(field.desired)),
  given: ({ field }) => field.observed !== undefined && field.observed !== false,
  fewer: ({ field }) => asNumber(field.observed, 1) < asNumber(field.desired, 1),
}

export function points(direction: Direction, place: DirectedField): boolean {
  return DIRECTIONS[direction](place)
}

/** Items that the observed list has and the desired one has not. */
function added(desired: readonly Json[], observed: readonly Json[]): readonly Json[] {
  const wanted = new Set(desired.map(canonical))
  return observed.filter((each) => !wanted.has(canonical(each)))
}

/** Rules of a NetworkPolicy by the side on which peers stand. */
function rulesOf(policy: Json | undefined): readonly Json[] {
  return [
    ...listAt(policy, 'spec', 'ingress').map((rule): Json => ({ peers: listAt(rule, 'from') })),
    ...listAt(policy, 'spec', 'egress').map((rule): Json => ({ peers: listAt(rule, 'to') })),
  ]
}

/** No peers means everybody; so do a network of all addresses, or of half of them, and a selector of all namespaces. */
function isOpen(rule: Json): boolean {
  const peers = listAt(rule, 'peers')
  return (
    peers.length === 0 ||
    peers.some((peer) => {
      const namespaces = at(peer, 'namespaceSelector')
      const isEveryNamespace =
        isObject(namespaces) && Object.keys(namespaces).length === 0 && at(peer, 'podSelector') === undefined
      return isEveryNamespace || /\/[01]$/.test(textAt(peer, 'ipBlock', 'cidr') ?? '')
    })
  )
}

/** A policy without the type Ingress lets everything in. */
function typesLost(desired: Json | undefined, observed: JsonObject): boolean {
  const there = listAt(observed, 'spec', 'policyTypes')
  return there.length > 0 && listAt(desired, 'spec', 'policyTypes').some((each) => !there.includes(each))
}

/** An exception that is gone, or a port that was added; no ports at all are all ports. */
function isNarrowingGone({ pointer, desired, observed }: FieldDifference): boolean {
  if (pointer.includes('/except')) return observed === undefined || desired !== undefined
  return observed !== undefined || /\/ports$/.test(pointer)
}

function isMorePowerful(rule: Json, desired: Json | undefined): boolean {
  const before = listAt(desired, 'rules')
  const isNew = (key: string, powerful: ReadonlySet<string>) =>
    listAt(rule, key).some(
      (each) =>
        typeof each === 'string' && powerful.has(each) && !before.some((other) => listAt(other, key).includes(each)),
    )
  return isNew('verbs', POWERFUL_VERBS) || isNew('resources', POWERFUL_RESOURCES) || isNew('apiGroups', new Set(['*']))
}

const TLS_DISABLED = /tls_disable\s*[=:]\s*"?(true|1)|--insecure\b|sslmode=disable/i

function isTlsOff({ pointer, desired, observed }: FieldDifference): boolean {
  if (pointer.startsWith('/data/')) {
    return typeof observed === 'string' && TLS_DISABLED.test(observed) && !TLS_DISABLED.test(String(desired ?? ''))
  }
  if (/\/tls(\/termination)?$/.test(pointer)) return observed === undefined || desired !== undefined
  if (pointer.endsWith('nabled')) return observed === false
  return observed === true || observed === 'Allow'
}

function asNumber(value: Json | undefined, absent: number): number {
  return typeof value === 'number' ? value : absent
}
