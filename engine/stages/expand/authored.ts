import type { PolicyDraft } from '../../model/component.ts'
import type { AuthoredPolicyFolder } from '../../model/document.ts'
import { originIn } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { AuthoredDraft, Located } from '../../model/expansion.ts'
import type { Origin } from '../../model/traced.ts'
import { dependencyTrees } from './authored/dependencies.ts'
import { configured } from './authored/options.ts'
import { templatesOf } from './authored/templates.ts'
import { valuesOn } from './authored/values.ts'

/**
 * A folder of plain manifests in the form that components return. What policy.yaml does not say the environment's
 * `policyDefaults` may; its manifests differ from cluster to cluster only where a value does.
 */
export function authoredDraft(
  folder: AuthoredPolicyFolder,
  environment: Located<Environment>,
): AuthoredDraft | undefined {
  const { policy, name } = folder
  if (!policy) return undefined
  const { spec } = policy.value
  const origin = originIn(policy.document)
  const { policyDefaults: defaults = {}, hub } = environment.value.spec
  const scope = { policy: name, spec, origin, environment }
  const manifests = configured(folder.manifests, { ...inherited(defaults), ...spec })
  const severity = spec.severity ?? defaults.severity ?? 'medium'
  const draftOn = (cluster: string | undefined): Omit<PolicyDraft, 'target'> => ({
    name,
    description: spec.description,
    severity,
    ...policyOptions({ ...defaults, ...spec }, hub.namespace, origin),
    templates: templatesOf(manifests, {
      spec,
      origin,
      namespace: hub.namespace,
      annotations: spec.configurationPolicyAnnotations ?? defaults.configurationPolicyAnnotations ?? {},
      values: valuesOn(scope, cluster),
    }),
  })
  const drafts = (clusters: readonly string[], onHub: boolean): readonly PolicyDraft[] => {
    if (onHub) return [{ ...draftOn(undefined), target: 'hub' }]
    const differs = Object.values(spec.values ?? {}).some((each) => each.from?.startsWith('cluster.') === true)
    const same = differs ? undefined : draftOn(undefined)
    return clusters.map((cluster) => ({ ...(same ?? draftOn(cluster)), target: { cluster } }))
  }
  return { name, stateful: spec.stateful, origin, drafts }
}

type Spec = NonNullable<AuthoredPolicyFolder['policy']>['value']['spec']
type Defaults = NonNullable<Environment['spec']['policyDefaults']>

/** The environment's answer for what single manifests may say too. Severity is the Policy's own. */
function inherited({ evaluationInterval }: Defaults): Partial<Spec> {
  return evaluationInterval === undefined ? {} : { evaluationInterval }
}

function policyOptions(spec: Spec, namespace: string, origin: Origin): Partial<PolicyDraft> {
  const { categories, controls, standards, annotations, labels, hubTemplateServiceAccount: account } = spec
  const catalogued = Object.entries({ categories, controls, standards }).filter(([, texts]) => texts !== undefined)
  return {
    ...(catalogued.length > 0 ? { catalogued: Object.fromEntries(catalogued) } : {}),
    ...(annotations === undefined ? {} : { annotations }),
    ...(labels === undefined ? {} : { labels }),
    ...(spec.disabled ? { disabled: true } : {}),
    ...(account === undefined ? {} : { hubTemplateServiceAccount: account }),
    ...(spec.dependencies === undefined
      ? {}
      : { dependencies: dependencyTrees(spec.dependencies, namespace, { ...origin, pointer: '/spec/dependencies' }) }),
  }
}
