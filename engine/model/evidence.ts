import { seenIn } from './by-cluster.ts'
import type { Attribution, Drift } from './drift.ts'
import type { Json } from './json.ts'
import { at, canonical, listAt, textAt } from './json.ts'
import type { ObjectKey } from './kube.ts'
import { identityOf, keyOf } from './kube.ts'
import { attributionOf } from './managed-fields.ts'
import { digest } from './names.ts'
import type { Observation } from './observation.ts'
import { isEnforced } from './remediation.ts'
import type { Rendered } from './rendered.ts'

/** What was asked for when a drift was looked at. */
export interface DesiredState {
  /** Commit that counted as merged. */
  readonly commit: string
  /** Digest of the policy template. */
  readonly digest: string
}

/** How a drift ended. `isUnasked`: nothing asks for the object there any more, whatever it is now. `tool`: a manager wrote the fields after the drift began, so probably a person by hand. */
export type Resolution =
  | { readonly by: 'commit'; readonly commit: string; readonly isUnasked?: true }
  | { readonly by: 'enforcement' }
  /** It is there still, and people live with it. */
  | { readonly by: 'exception' }
  | { readonly by: 'tool'; readonly manager: string; readonly time: string | null }
  | { readonly by: 'unknown' }

/** What a look knows beside its report, by which the end of a drift is explained. */
export interface Evidence {
  /** Undefined where the policy or its template is gone. */
  asked(policy: string, template: string): (DesiredState & { readonly isEnforced: boolean }) | undefined
  readonly commit: string
  /** Who wrote one of the fields last. */
  writer(cluster: string, object: ObjectKey, pointers: readonly string[]): Attribution
}

const NOBODY: Attribution = { manager: null, operation: null, time: null }

export function evidenceOf(commit: string, rendered: Rendered, observation: Observation): Evidence {
  return {
    commit,
    asked(policy, name) {
      const found = rendered.policies.find((each) => each.name === policy)
      const template = listAt(found?.object, 'spec', 'policy-templates').find(
        (each) => textAt(each, 'objectDefinition', 'metadata', 'name') === name,
      )
      if (!found || template === undefined) return undefined
      return {
        commit,
        digest: askedDigest(template),
        isEnforced: isEnforced(found.object.spec, at(template, 'objectDefinition')),
      }
    },
    writer(cluster, object, pointers) {
      const seen = seenIn(observation.clusters, cluster)
      if (seen?.state !== 'seen') return NOBODY
      const found = seen.objects.find((each) => identityOf(keyOf(each)) === identityOf(object))
      if (!found) return NOBODY
      const all = (pointers.length > 0 ? pointers : ['']).map((each) => attributionOf(found, each))
      return all.reduce((a, b) => ((b.time ?? '') > (a.time ?? '') ? b : a), all[0] ?? NOBODY)
    },
  }
}

/** By which it shows whether a policy template asks for what it asked for. */
export function askedDigest(template: Json): string {
  return digest(canonical(template), 16)
}

/** The policy, the cluster or the whole environment is gone. */
export function unaskedSince(commit: string): Resolution {
  return { by: 'commit', commit, isUnasked: true }
}

/** Why a drift that was recorded does not show any more. */
export function resolutionOf(
  known: {
    readonly policy: string
    readonly template: string
    readonly object: ObjectKey
    readonly clusters: readonly string[]
    readonly firstSeen: string
    readonly change: Drift['change']
    readonly asked?: DesiredState
    readonly pointers?: readonly string[]
  },
  evidence: Evidence,
): Resolution {
  const now = evidence.asked(known.policy, known.template)
  if (known.asked && now === undefined) return unaskedSince(evidence.commit)
  if (known.asked && now?.digest !== known.asked.digest) return { by: 'commit', commit: evidence.commit }
  if (now?.isEnforced) return { by: 'enforcement' }
  for (const cluster of known.clusters) {
    const { manager, time } = evidence.writer(cluster, known.object, known.pointers ?? [])
    // An older entry only says who wrote the fields before the drift.
    if (manager !== null && (time === null || Date.parse(time) >= Date.parse(known.firstSeen)))
      return { by: 'tool', manager, time }
  }
  return { by: 'unknown' }
}
