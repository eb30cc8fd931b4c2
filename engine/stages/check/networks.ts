import type { Cidr } from '../../model/cidr.ts'
import { contains, formatCidr, overlaps, PRIVATE_RANGES, parseCidr, RESERVED_RANGES } from '../../model/cidr.ts'
import type { CheckResult } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'

const KINDS = ['pods', 'services', 'machines'] as const

interface Network {
  readonly cluster: string
  readonly kind: (typeof KINDS)[number]
  readonly cidr: Cidr
  readonly pointer: string
}

/** Rule G5: every network of a cluster is private, not reserved, and disjoint from every network of every other cluster. */
export function checkNetworks(environment: Environment): readonly CheckResult[] {
  const { networks, results } = parse(environment)
  const found = [...networks.flatMap(rangeResults), ...overlapResults(networks)]
  return [...results, ...found.map((each) => softened(each, environment)), ...hostResults(environment)]
}

/** What the cluster of a network says it has to live with is a warning. */
function softened(result: CheckResult, environment: Environment): CheckResult {
  const index = Number(/^\/spec\/clusters\/(\d+)\//.exec(result.pointer)?.[1])
  const accepted: readonly string[] = environment.spec.clusters[index]?.network.accepted ?? []
  return accepted.includes(result.rule) ? { ...result, severity: 'warning' } : result
}

function parse(environment: Environment): { networks: readonly Network[]; results: readonly CheckResult[] } {
  const networks: Network[] = []
  const results: CheckResult[] = []
  for (const [index, cluster] of environment.spec.clusters.entries()) {
    for (const kind of KINDS) {
      const pointer = `/spec/clusters/${index}/network/${kind}`
      const text = cluster.network[kind]
      const cidr = parseCidr(text)
      if (cidr) networks.push({ cluster: cluster.name, kind, cidr, pointer })
      else {
        results.push({
          rule: 'network/invalid-cidr',
          severity: 'error',
          pointer,
          message: `${text} is not a network: ${whyNot(text)}`,
          hint: `write the first address of the range, for example ${networkOf(text)?.text ?? '10.128.0.0/14'}`,
        })
      }
    }
  }
  return { networks, results }
}

/** The network that an address with a prefix lies in. */
function networkOf(text: string): Cidr | undefined {
  const [address = '', prefix = ''] = text.split('/')
  const host = parseCidr(`${address}/32`)
  const size = 2 ** (32 - Number(prefix))
  return host && parseCidr(formatCidr(host.first - (host.first % size), Number(prefix)))
}

function whyNot(text: string): string {
  const [address = '', prefix = ''] = text.split('/')
  const numbers = [...address.split('.'), prefix]
  const padded = numbers.find((each) => /^0\d/.test(each))
  if (padded !== undefined) return `${padded} begins with 0, which some readers take as octal`
  const octet = numbers.slice(0, -1).find((each) => Number(each) > 255)
  if (octet !== undefined) return `${octet} is above 255`
  return Number(prefix) > 32 ? `its prefix ${prefix} is above 32` : `bits are set behind its prefix of ${prefix}`
}

function rangeResults({ cidr, kind, cluster, pointer }: Network): readonly CheckResult[] {
  const reserved = RESERVED_RANGES.find((each) => overlaps(each, cidr))
  if (reserved) {
    return [
      {
        rule: 'network/reserved',
        severity: 'error',
        pointer,
        message: `${kind} network ${cidr.text} of ${cluster} overlaps ${reserved.text}, which is used by ${reserved.usedBy}`,
        hint: 'choose another range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      },
    ]
  }
  if (PRIVATE_RANGES.some((each) => contains(each, cidr))) return []
  return [
    {
      rule: 'network/not-private',
      severity: 'error',
      pointer,
      message: `${kind} network ${cidr.text} of ${cluster} is not inside a private range (RFC 1918): real services at these addresses would be unreachable`,
      hint: 'choose a range inside 10.0.0.0/8, 172.16.0.0/12 (which ends at 172.31.255.255) or 192.168.0.0/16',
    },
  ]
}

/**
 * Networks are immutable after installation, so this is found before it or never. What overlaps several is one network to
 * change: clusters that were all installed with the installer's own ranges are not told of each pair of them.
 */
function overlapResults(networks: readonly Network[]): readonly CheckResult[] {
  const groups = new Map<string, { readonly network: Network; readonly others: Network[] }>()
  for (const [other, network] of overlappingPairs(networks)) {
    const key = `${network.pointer} ${other.cluster === network.cluster}`
    const group = groups.get(key) ?? { network, others: [] }
    group.others.push(other)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ network, others }) => overlapResult(network, others))
}

const SHOWN = 3

function overlapResult({ cluster, kind, cidr, pointer }: Network, others: readonly Network[]): CheckResult {
  const same = others.every((each) => each.cluster === cluster)
  const shown = others.slice(0, SHOWN).map((each) => {
    return `${each.kind} network ${each.cidr.text} of ${same ? 'the same cluster' : each.cluster}`
  })
  const more = others.length > SHOWN ? [`${others.length - SHOWN} more`] : []
  return {
    rule: same ? 'network/overlap-within' : 'network/overlap',
    severity: 'error',
    pointer,
    message: `${kind} network ${cidr.text} of ${cluster} overlaps ${[...shown, ...more].join(' and ')}`,
    hint: 'give every network of every cluster a range of its own; the tunnel routes by address',
  }
}

/** In the order of the networks. By first address, what overlaps follows at once: no fleet has its pairs counted out. */
function overlappingPairs(networks: readonly Network[]): readonly (readonly [Network, Network])[] {
  const byAddress = [...networks.entries()].sort(([i, a], [j, b]) => a.cidr.first - b.cidr.first || i - j)
  const pairs = byAddress.flatMap(([i, network], at) => {
    const found: (readonly [number, number])[] = []
    for (let next = at + 1; next < byAddress.length; next++) {
      const [j, other] = byAddress[next] ?? [0, network]
      if (!overlaps(network.cidr, other.cidr)) break
      found.push(i < j ? [i, j] : [j, i])
    }
    return found
  })
  return pairs
    .sort(([a, b], [c, d]) => a - c || b - d)
    .flatMap(([i, j]) => {
      const [a, b] = [networks[i], networks[j]]
      return a && b ? [[a, b] as const] : []
    })
}

function hostResults(environment: Environment): readonly CheckResult[] {
  return environment.spec.clusters.flatMap((cluster, index): readonly CheckResult[] => {
    const pods = parseCidr(cluster.network.pods)
    if (!pods) return []
    const nodes = cluster.network.hostPrefix > pods.prefix ? 2 ** (cluster.network.hostPrefix - pods.prefix) : 0
    if (nodes >= 16) return []
    return [
      {
        rule: 'network/too-few-nodes',
        severity: nodes < 9 ? 'error' : 'warning',
        pointer: `/spec/clusters/${index}/network/pods`,
        message: `pod network ${pods.text} of ${cluster.name} has room for ${nodes} nodes (2^(${cluster.network.hostPrefix} - ${pods.prefix})); three control plane, two gateway and six worker nodes with half as many again for replacement need 16`,
        hint: 'choose a shorter prefix for the pod network, such as /14, or a longer hostPrefix',
      },
    ]
  })
}
