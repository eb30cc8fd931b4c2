import type { PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { READER } from './accounts.ts'
import type { Input } from './input.ts'
import { providerOf, recordsNamespace, zoneName } from './input.ts'
import { services } from './route53.ts'

/** What the hub knows of the global names. Only the operator's path has anything to ask: ExternalDNS writes no status. */
export function hubHealth(input: Input): readonly PolicyDraft[] {
  if (providerOf(input) === 'external-dns') return []
  return [
    {
      name: 'loadbalancer-health',
      description: 'Tokens are fresh, the zone is reconciled and its names are published.',
      target: 'hub',
      severity: 'high',
      templates: [...accounts(input), mustHave('published', 'health', published(input))],
    },
  ]
}

function accounts({ clusters, from }: Input): readonly TemplateDraft[] {
  return clusters.map((cluster) => {
    const { name } = from.cluster(cluster.name)
    const addon: Tree = {
      apiVersion: 'addon.open-cluster-management.io/v1alpha1',
      kind: 'ManagedClusterAddOn',
      metadata: { name: 'managed-serviceaccount', namespace: name },
      status: conditions({ Available: 'True' }),
    }
    const token: Tree = {
      apiVersion: 'authentication.open-cluster-management.io/v1beta1',
      kind: 'ManagedServiceAccount',
      metadata: { name: READER, namespace: name },
      status: conditions({ TokenReported: 'True' }),
    }
    return mustHave(`account-${cluster.name}`, 'health', [addon, token])
  })
}

/** `ReconcileSuccess` stays True beside a later `ReconcileError`; the operator offers nothing better (blueprint section 5). */
function published({ environment }: Input): readonly Tree[] {
  const name = environment.metadata.name
  const namespace = recordsNamespace(environment)
  const kinds = [
    { kind: 'GlobalDNSZone', metadata: { name: zoneName(environment) } },
    { kind: 'GlobalRouteDiscovery', metadata: { name: `${name}-routes`, namespace } },
    ...services({ environment }).map(({ label }) => ({
      kind: 'GlobalDNSRecord',
      metadata: { name: `${name}-${label}`, namespace },
    })),
  ]
  return kinds.map((each) => ({
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    ...each,
    status: conditions({ ReconcileSuccess: 'True' }),
  }))
}
