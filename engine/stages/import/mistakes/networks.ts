import type { Cidr } from '../../../model/cidr.ts'
import { contains, overlaps, PRIVATE_RANGES, parseCidr, RESERVED_RANGES } from '../../../model/cidr.ts'
import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, listAt } from '../../../model/json.ts'
import { HUB_CLUSTER } from '../../../model/plan.ts'
import { nameOf, ofKind } from '../find.ts'
import { installConfigOf } from '../install-config.ts'
import { networkOf } from '../networks.ts'
import type { Platform } from '../platform.ts'
import { hubOf } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

const KINDS = ['pods', 'services', 'machines'] as const

interface Range {
  readonly cluster: string
  readonly kind: string
  readonly cidr: Cidr
  readonly object: JsonObject
}

/** Rows 1 and 2, and rule G5: every network private, not reserved, and disjoint from every other cluster's. */
export const networkRules: Rule = (platform) => {
  const ranges = rangesOf(platform)
  const hub = rangesAt(platform, HUB_CLUSTER)
  return [
    ...ranges.flatMap(rangeMistakes),
    ...ranges.flatMap((a, i) => ranges.slice(i + 1).flatMap((b) => overlap(a, b, 'overlap'))),
    ...hub.flatMap((a) => ranges.flatMap((b) => overlap(a, b, 'hub-overlap'))),
    ...installConfigMistakes(platform),
  ]
}

export function rangesOf(platform: Platform): readonly Range[] {
  return platform.members.flatMap((cluster) => rangesAt(platform, cluster))
}

/** Only what was read: guessed networks are nobody's mistake. */
function rangesAt(platform: Platform, cluster: string): readonly Range[] {
  const hub = hubOf(platform) ?? []
  const own = platform.seen.find((each) => each.name === cluster)?.objects ?? []
  const network = networkOf(cluster, own, cluster === HUB_CLUSTER ? [] : hub, platform.parseYaml)
  const live = ofKind(own, 'Network', 'config.openshift.io')[0]
  const installed = installConfigOf(hub, cluster, platform.parseYaml)?.secret
  const managed = ofKind(hub, 'ManagedCluster', 'cluster.open-cluster-management.io').find(
    (each) => nameOf(each) === cluster,
  )
  return KINDS.flatMap((kind) => {
    const cidr = parseCidr(network[kind] ?? '')
    // A Network says nothing of machines.
    const object = (kind === 'machines' ? (installed ?? live) : (live ?? installed)) ?? managed
    return cidr && object ? [{ cluster, kind, cidr, object }] : []
  })
}

function rangeMistakes({ cluster, kind, cidr, object }: Range): readonly Mistake[] {
  const reserved = RESERVED_RANGES.find((range) => overlaps(range, cidr))
  if (!reserved && PRIVATE_RANGES.some((range) => contains(range, cidr))) return []
  const place = { severity: 'error', object, pointer: '' } as const
  if (reserved)
    return [
      mistake(cluster, {
        ...place,
        rule: 'network-reserved',
        evidence: `${kind} network ${cidr.text} overlaps ${reserved.text}, which is used by ${reserved.usedBy}`,
        remedy:
          'networks are immutable: plan a replacement of the cluster, and keep the tunnel off this range until then',
      }),
    ]
  return [
    mistake(cluster, {
      ...place,
      rule: 'network-not-private',
      blueprint: 1,
      evidence: `${kind} network ${cidr.text} is not inside RFC 1918 (172.16.0.0/12 ends at 172.31.255.255): real services at these addresses cannot be reached`,
      remedy: 'networks are immutable: replace the cluster with one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
    }),
  ]
}

function overlap(a: Range, b: Range, rule: 'overlap' | 'hub-overlap'): readonly Mistake[] {
  if (!overlaps(a.cidr, b.cidr)) return []
  const isHub = rule === 'hub-overlap'
  return [
    mistake(b.cluster, {
      rule: `network-${rule}`,
      severity: isHub ? 'warning' : 'error',
      ...(isHub ? { blueprint: 2 } : {}),
      object: b.object,
      pointer: '',
      evidence: `${b.kind} network ${b.cidr.text} overlaps ${a.kind} network ${a.cidr.text} of ${isHub ? 'the hub' : a.cluster}`,
      remedy: isHub
        ? 'keep the hub out of the tunnel, or give it ranges of its own'
        : 'the tunnel routes by address: replace one cluster, or use Globalnet from the first day on',
    }),
  ]
}

/** Row 3: what only lenient parsing accepts. */
function installConfigMistakes(platform: Platform): readonly Mistake[] {
  const hub = hubOf(platform) ?? []
  return platform.members.flatMap((cluster) => {
    const found = installConfigOf(hub, cluster, platform.parseYaml)
    const networking = found?.config.networking
    const wrong = [
      ...(at(networking, 'machineCIDR') === undefined ? [] : ['machineCIDR']),
      ...(listAt(networking, 'clusterNetwork').some((each) => at(each, 'hostprefix') !== undefined)
        ? ['hostprefix']
        : []),
    ]
    const name = at(found?.config, 'metadata', 'name')
    const place = { object: found?.secret ?? {}, pointer: '/data/install-config.yaml' }
    return [
      ...(wrong.length === 0
        ? []
        : [
            mistake(cluster, {
              ...place,
              rule: 'install-config-keys',
              severity: 'warning',
              blueprint: 3,
              evidence: `networking uses ${wrong.join(' and ')}: a deprecated alias and a wrong case`,
              remedy:
                'write machineNetwork[].cidr and clusterNetwork[].hostPrefix for the next installation; this one is done',
            }),
          ]),
      ...(typeof name !== 'string' || name === cluster
        ? []
        : [
            mistake(cluster, {
              ...place,
              rule: 'install-config-name',
              severity: 'info',
              evidence: `metadata.name is ${name}, the ManagedCluster is ${cluster}`,
              remedy: 'use one name for the cluster everywhere: DNS names and cloud resources follow from this one',
            }),
          ]),
    ]
  })
}
