import type { ExpandInput, GeneratedFolder, Located } from '../../model/expansion.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { selectClusters } from '../../model/selection.ts'
import type { Origin } from '../../model/traced.ts'

interface Generated {
  readonly policies: readonly PlannedPolicy[]
  readonly sets: readonly PlannedObject[]
}

/**
 * What a placement takes from folders with a PolicyGenerator file: the policies by the file's own names and word for word,
 * templates included, with the labels that tell whose they are. A placement that informs holds back what the file enforces;
 * one that enforces leaves every template what the file says of it.
 */
export function generatedBy(placement: Located<PolicyPlacement>, input: ExpandInput): readonly Generated[] {
  const environment = input.environment.value
  const { clusters, policies: named, remediationAction } = placement.value.spec
  const target = clusters.hub ? [HUB_CLUSTER] : selectClusters(environment, clusters)
  return (input.generated ?? [])
    .filter((folder) => named.includes(folder.name))
    .map((folder) => ({
      policies: folder.policies.map(({ value, origin }) => ({
        object: placedPolicy(value, folder, environment.metadata.name, remediationAction),
        origins: new Map([['', [origin]], ...held(placement)]),
        name: textAt(value, 'metadata', 'name') ?? '',
        component: folder.name,
        stateful: false,
        clusters: target,
        placement: placement.value.metadata.name,
      })),
      sets: folder.sets.map(({ value, origin }) => ({ object: value, origins: new Map([['', [origin]]]) })),
    }))
}

/** Who asked for the remediation: the placement, where it holds the file's own back. */
function held({ value, origin }: Located<PolicyPlacement>): readonly (readonly [string, readonly Origin[]])[] {
  if (value.spec.remediationAction !== 'inform') return []
  return [['/spec/remediationAction', [{ ...origin, pointer: '/spec/remediationAction' }]]]
}

function placedPolicy(
  policy: JsonObject,
  folder: GeneratedFolder,
  environment: string,
  remediationAction: PolicyPlacement['spec']['remediationAction'],
): JsonObject {
  const metadata = isObject(policy.metadata) ? policy.metadata : {}
  const labels = {
    ...(isObject(metadata.labels) ? metadata.labels : {}),
    [ANNOTATION.environment]: environment,
    [ANNOTATION.component]: folder.name,
  }
  const spec = isObject(policy.spec) ? policy.spec : {}
  return {
    ...policy,
    metadata: { ...metadata, labels },
    spec: remediationAction === 'inform' ? { ...spec, remediationAction } : spec,
  }
}
