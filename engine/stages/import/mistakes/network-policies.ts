import { matchesLabels } from '../../../model/hub-selection.ts'
import type { Mistake } from '../../../model/imported.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { at, isEqual, isObject, listAt } from '../../../model/json.ts'
import { namespaceOf, ofKind, quorumWorkloads } from '../find.ts'
import { seenMembers } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Row 20: what lets no address of another cluster in shuts the peers of the other regions out. */
export const networkPolicyRules: Rule = (platform) =>
  seenMembers(platform).flatMap(({ name, objects }) => {
    const quorums = quorumWorkloads(objects).map((each) => each.workload)
    const stretched = [...quorums, ...ofKind(objects, 'ServiceExport', 'multicluster.x-k8s.io')].map(namespaceOf)
    const policies = ofKind(objects, 'NetworkPolicy', 'networking.k8s.io').filter(
      (each) => stretched.includes(namespaceOf(each)) && isIngress(each),
    )
    return policies.flatMap((each) => {
      const pods = quorums.filter((quorum) => namespaceOf(quorum) === namespaceOf(each) && selects(each, quorum))
      // Policies add up: one that lets remote peers in suffices, if it is for the same pods.
      const others = policies.filter(
        (other) =>
          namespaceOf(other) === namespaceOf(each) &&
          (isEqual(selectorOf(other), selectorOf(each)) || pods.some((quorum) => selects(other, quorum))),
      )
      if ([each, ...others].some(letsRemoteIn)) return []
      if (letsEveryNamespace(each)) return [shut(name, each, EVERY_NAMESPACE)]
      return pods.length > 0 && !others.some(letsEveryNamespace) && others[0] === each ? [shut(name, each, LOCAL)] : []
    })
  })

const EVERY_NAMESPACE = 'an empty namespaceSelector lets every local namespace in and no pod of another cluster'
const LOCAL = 'it lets pods of this cluster in only, by their labels, and no pod of another cluster'

function shut(cluster: string, object: JsonObject, evidence: string): Mistake {
  return mistake(cluster, {
    rule: 'network-policy-namespaces',
    severity: 'error',
    blueprint: 20,
    object,
    pointer: '/spec/ingress',
    evidence,
    remedy: 'allow the pod networks of the other clusters by ipBlock, and name the local namespaces',
  })
}

function isIngress(policy: JsonObject): boolean {
  const types = listAt(policy, 'spec', 'policyTypes')
  return types.length === 0 || types.includes('Ingress')
}

function selectorOf(policy: JsonObject): Json {
  return at(policy, 'spec', 'podSelector') ?? {}
}

function selects(policy: JsonObject, workload: JsonObject): boolean {
  const labels = at(workload, 'spec', 'template', 'metadata', 'labels')
  return matchesLabels(isObject(labels) ? (labels as Readonly<Record<string, string>>) : {}, selectorOf(policy))
}

/** A rule without peers is for everybody. */
function letsRemoteIn(policy: JsonObject): boolean {
  return listAt(policy, 'spec', 'ingress').some((each) => {
    const peers = listAt(each, 'from')
    return peers.length === 0 || peers.some((peer) => at(peer, 'ipBlock') !== undefined)
  })
}

function letsEveryNamespace(policy: JsonObject): boolean {
  const peers = listAt(policy, 'spec', 'ingress').flatMap((each) => listAt(each, 'from'))
  return peers.some((each) => {
    const selector = at(each, 'namespaceSelector')
    return isObject(selector) && Object.keys(selector).length === 0
  })
}
