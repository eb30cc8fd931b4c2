import type { AuthoredPolicy } from '../../model/authored-policy.ts'
import type { ConfigurationDraft, PolicyDraft } from '../../model/component.ts'
import type { AuthoredPolicyFolder } from '../../model/document.ts'
import type { AuthoredDraft } from '../../model/expansion.ts'
import type { Tree } from '../../model/traced.ts'
import { mirror } from '../../model/traced.ts'

/** A folder of plain manifests in the form that components return: the same for every cluster, braces in it stay literal. */
export function authoredDraft(folder: AuthoredPolicyFolder): AuthoredDraft | undefined {
  const { policy } = folder
  if (!policy) return undefined
  const { spec } = policy.value
  const drafts = (clusters: readonly string[], hub: boolean): readonly PolicyDraft[] => {
    const draft = {
      name: folder.name,
      description: spec.description,
      severity: spec.severity,
      templates: [templateOf(folder, spec)],
    }
    return hub ? [{ ...draft, target: 'hub' }] : clusters.map((cluster) => ({ ...draft, target: { cluster } }))
  }
  const origin = { file: policy.document.file, document: policy.document.index, pointer: '' }
  return { name: folder.name, stateful: spec.stateful, origin, drafts }
}

function templateOf(folder: AuthoredPolicyFolder, spec: AuthoredPolicy['spec']): ConfigurationDraft {
  return {
    kind: 'configuration',
    name: 'manifests',
    role: 'desired',
    ...(spec.namespaceSelector === undefined ? {} : { namespaceSelector: spec.namespaceSelector as Tree }),
    ...(spec.pruneObjectBehavior === 'None' ? {} : { prune: spec.pruneObjectBehavior }),
    objects: folder.manifests.map((manifest) => ({
      complianceType: spec.complianceType,
      ...(spec.metadataComplianceType === undefined ? {} : { metadataComplianceType: spec.metadataComplianceType }),
      object: mirror(manifest.value, { file: manifest.file, document: manifest.index, pointer: '' }),
    })),
  }
}
