import type { PolicyChange, Risk, RiskKind } from '../../model/change-plan.ts'
import type { JsonObject } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'

export const RISK_ORDER: readonly RiskKind[] = [
  'immutable',
  'leaves-cluster',
  'pruned',
  'newly-enforced',
  'renamed',
  'restarts-pods',
]

/** Fields that an API server refuses to change, or that a product ignores after creation. */
const IMMUTABLE: readonly { readonly kind: RegExp; readonly path: RegExp }[] = [
  { kind: /^StatefulSet /, path: /^\/spec\/(serviceName|podManagementPolicy|selector|volumeClaimTemplates)(\/|$)/ },
  { kind: /^(Deployment|DaemonSet) /, path: /^\/spec\/selector(\/|$)/ },
  { kind: /^StorageClass /, path: /^\/(provisioner|parameters|reclaimPolicy|volumeBindingMode)(\/|$)/ },
  { kind: /^ClusterDeployment /, path: /^\/spec\/(baseDomain|clusterName|platform|provisioning)(\/|$)/ },
  { kind: /^Broker /, path: /^\/spec\/globalnet/ },
  { kind: /^Job /, path: /^\/spec\/(template|selector)(\/|$)/ },
  { kind: /^Secret .*-install-config$/, path: /^\/(stringData|data)(\/|$)/ },
]

/** What a reviewer must not miss in one policy's change. `before` is the Policy as it was. */
export function risksOf(change: Omit<PolicyChange, 'risks'>, before: JsonObject | undefined): readonly Risk[] {
  const fields = change.fields
  const immutable = fields.filter((field) =>
    IMMUTABLE.some((each) => each.kind.test(field.object) && each.path.test(field.path)),
  )
  const restarts = fields.filter(
    (field) => /^(StatefulSet|Deployment|DaemonSet) /.test(field.object) && field.path.startsWith('/spec/template/'),
  )
  const enforced = fields.filter((field) => field.path === '/spec/remediationAction' && field.after === 'enforce')
  const risks: Risk[] = []
  for (const field of immutable) {
    risks.push({
      kind: 'immutable',
      message: `${field.object} ${field.path} cannot be changed in place: the change stays without effect, or needs the object to be replaced`,
    })
  }
  if (change.lost.length > 0 && change.change !== 'added') {
    risks.push({
      kind: 'leaves-cluster',
      message: `${change.policy} leaves ${change.lost.join(', ')}: what it made there ${fate(before)}`,
    })
  }
  if (change.change === 'changed' && change.objectsRemoved.length > 0) {
    risks.push({
      kind: 'pruned',
      message: `${change.objectsRemoved.join(', ')} ${change.objectsRemoved.length === 1 ? 'is' : 'are'} no longer asked for and ${fate(before)}`,
    })
  }
  if (enforced.length > 0) {
    risks.push({
      kind: 'newly-enforced',
      message: `${change.policy} turns from inform to enforce: RHACM will overwrite what differs on ${change.clusters.join(', ')}`,
      clusters: change.clusters,
    })
  }
  for (const object of new Set(restarts.map((each) => each.object))) {
    risks.push({ kind: 'restarts-pods', message: `${object} gets a new pod template on ${change.clusters.join(', ')}` })
  }
  return risks
}

function fate(before: JsonObject | undefined): string {
  const behaviours = listAt(before, 'spec', 'policy-templates').map((each) =>
    textAt(each, 'objectDefinition', 'spec', 'pruneObjectBehavior'),
  )
  return behaviours.some((each) => each !== undefined && each !== 'None')
    ? 'is deleted where RHACM enforces it'
    : 'stays, no longer watched'
}
