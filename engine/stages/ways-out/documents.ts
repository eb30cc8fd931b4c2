import type { Drift } from '../../model/drift.ts'
import { API_VERSION } from '../../model/environment.ts'
import type { Exception } from '../../model/exception.ts'
import { recordOf } from '../../model/history.ts'
import { shorten } from '../../model/names.ts'
import type { Override } from '../../model/override.ts'

/** A policy that sees the drift, and those of its clusters that show it. */
export interface Seen {
  readonly policy: string
  readonly clusters: readonly string[]
}

/** What is asked for, in words that may stand in a file. */
export interface Terms {
  readonly environment: string
  readonly until: string
  readonly because: string
  readonly owner: string
}

/** Exceptions for exactly what a drift shows now, one a policy: any other value is drift again. */
export function exceptionsFor(drift: Drift, seen: readonly Seen[], terms: Terms): readonly Exception[] {
  const { environment, until, because, owner } = terms
  const { apiVersion, kind, namespace, name } = drift.object
  const pointers =
    drift.change === 'different' ? { pointers: [...new Set(drift.fields.map((each) => each.pointer))] } : {}
  return seen.map(({ policy, clusters }) => ({
    apiVersion: API_VERSION,
    kind: 'Exception',
    metadata: { name: nameFor(drift, policy) },
    spec: {
      environment,
      policy,
      object: { apiVersion, kind, namespace, name },
      ...pointers,
      clusters: [...clusters],
      value: recordOf(drift).value,
      until,
      because,
      owner,
    },
  }))
}

/** Overrides that enforce the policies of a drift on the clusters that show it. */
export function overridesFor(drift: Drift, seen: readonly Seen[], terms: Terms): readonly Override[] {
  const { environment, until, because, owner } = terms
  return seen.map(({ policy, clusters }) => ({
    apiVersion: API_VERSION,
    kind: 'Override',
    metadata: { name: nameFor(drift, `enforce-${policy}`) },
    spec: { environment, policy, clusters: [...clusters], remediationAction: 'enforce', until, because, owner },
  }))
}

/** The fingerprint keeps names apart; what is no letter of a name goes. */
function nameFor(drift: Drift, head: string): string {
  const clean = head
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return shorten(`${clean || 'drift'}-${drift.fingerprint.slice(0, 8)}`, 50)
}
