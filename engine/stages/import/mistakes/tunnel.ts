import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, textAt } from '../../../model/json.ts'
import { HUB_CLUSTER } from '../../../model/plan.ts'
import { containersOf, imageOf, nameOf, namespaceOf, ofKind, quorumWorkloads } from '../find.ts'
import { hubOf, seenMembers } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Of its CRD, and of the add-on where gatewayConfig is not there at all. */
const DEFAULT_GATEWAYS = 1

/** Rows 7 and 8 (as far as objects show it), and exported peers. */
export const tunnelRules: Rule = (platform) => [
  ...[...(hubOf(platform) ?? [])].flatMap((object) => configuration(object)),
  ...seenMembers(platform).flatMap(({ name, objects }) => [
    ...ofKind(objects, 'Submariner', 'submariner.io').flatMap((each) => installed(name, each)),
    ...ofKind(objects, 'DaemonSet', 'apps').flatMap((each) => entitlement(name, each)),
    ...exportsOf(name, objects),
  ]),
]

function configuration(object: JsonObject): readonly Mistake[] {
  if (object.kind !== 'SubmarinerConfig') return []
  const driver = textAt(object, 'spec', 'cableDriver')
  const gateways = at(object, 'spec', 'gatewayConfig', 'gateways') ?? DEFAULT_GATEWAYS
  const port = at(object, 'spec', 'NATTDiscoveryPort')
  const wrong = (rule: string, pointer: string, evidence: string, remedy: string, blueprint?: number): Mistake =>
    mistake(HUB_CLUSTER, {
      rule,
      severity: rule === 'tunnel-clear-text' ? 'error' : 'warning',
      object,
      pointer,
      evidence,
      remedy,
      ...(blueprint === undefined ? {} : { blueprint }),
    })
  return [
    ...(driver === 'vxlan'
      ? [
          wrong(
            'tunnel-clear-text',
            '/spec/cableDriver',
            'cable driver vxlan: everything between the regions is sent in clear text',
            'use libreswan; changing it restarts the gateways, one region at a time',
            7,
          ),
        ]
      : []),
    ...(typeof gateways === 'number' && gateways < 2
      ? [
          wrong(
            'tunnel-single-gateway',
            '/spec/gatewayConfig/gateways',
            `${gateways} gateway: the loss of one node or zone cuts the region off`,
            'run two gateways in two zones',
            7,
          ),
        ]
      : []),
    ...(at(object, 'spec', 'NATTEnable') === false
      ? [
          wrong(
            'tunnel-no-nat-traversal',
            '/spec/NATTEnable',
            'NAT traversal is off: gateways of different clouds or networks reach each other by public address only with it',
            'set NATTEnable: true unless all networks are peered privately',
          ),
        ]
      : []),
    ...(port === undefined || port === 4900
      ? [
          wrong(
            'tunnel-discovery-port',
            '/spec/NATTDiscoveryPort',
            `NATTDiscoveryPort is ${port === undefined ? 'not set and defaults to 4900' : '4900'}, the gateways listen on 4490: cloud preparation opens the wrong port`,
            'set NATTDiscoveryPort: 4490',
          ),
        ]
      : []),
  ]
}

/** What is installed from a development build shows in the version that the operator was told. */
function installed(cluster: string, object: JsonObject): readonly Mistake[] {
  const version = textAt(object, 'spec', 'version') ?? ''
  if (!/devel|latest/.test(version)) return []
  return [
    mistake(cluster, {
      rule: 'tunnel-development-build',
      severity: 'error',
      blueprint: 8,
      object,
      pointer: '/spec/version',
      evidence: `Submariner version ${version} is no release`,
      remedy: 'let the add-on install a released, pinned version',
    }),
  ]
}

function entitlement(cluster: string, object: JsonObject): readonly Mistake[] {
  const isPrivileged = containersOf(object).some((each) => at(each, 'securityContext', 'privileged') === true)
  if (!isPrivileged || !/wireguard|entitle/i.test(`${nameOf(object)} ${containersOf(object).map(imageOf).join(' ')}`))
    return []
  return [
    mistake(cluster, {
      rule: 'privileged-entitlement',
      severity: 'error',
      blueprint: 8,
      object,
      pointer: '/spec/template/spec/containers',
      evidence: 'a privileged DaemonSet brings the WireGuard module to every node',
      remedy: 'use libreswan, which needs no module, and remove the DaemonSet',
    }),
  ]
}

/** A quorum that is not exported can only ever have the members of one cluster. */
function exportsOf(cluster: string, objects: readonly JsonObject[]): readonly Mistake[] {
  const exported = ofKind(objects, 'ServiceExport', 'multicluster.x-k8s.io')
  return quorumWorkloads(objects).flatMap(({ workload }) => {
    const service = textAt(workload, 'spec', 'serviceName') ?? ''
    const isExported = exported.some((each) => nameOf(each) === service && namespaceOf(each) === namespaceOf(workload))
    if (isExported) return []
    return [
      mistake(cluster, {
        rule: 'peers-not-exported',
        severity: 'error',
        object: workload,
        pointer: '/spec/serviceName',
        evidence: `no ServiceExport ${namespaceOf(workload)}/${service}: the other regions cannot resolve its members by clusterset.local`,
        remedy: 'export the headless Service in every cluster, under the same name and namespace',
      }),
    ]
  })
}
