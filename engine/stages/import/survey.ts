import { API_VERSION } from '../../model/environment.ts'
import type { ImportNote, SeenCluster } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import { isDnsLabel, shorten } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { checkableNetwork } from './accepted.ts'
import type { ClusterEvidence } from './cluster-facts.ts'
import { cloudOf, ownLabels, regionOf, zonesOf } from './cluster-facts.ts'
import { nameOf, ofKind } from './find.ts'
import type { ParseYaml } from './install-config.ts'
import { managedClusters, membersOf, onlyOf } from './members.ts'
import { guessedNetwork, networkOf } from './networks.ts'

/** The environment without its components, as the objects tell it, and what was read, guessed and not seen. */
export interface Survey {
  readonly name: string
  readonly environment: JsonObject
  /** Members of the environment, in order. */
  readonly clusters: readonly string[]
  readonly notes: readonly ImportNote[]
}

export interface SurveyOptions {
  /** Every cluster that was asked for, seen or not. */
  readonly asked: readonly string[]
  /** Name of the environment, or of the cluster set to take. */
  readonly wanted: string | undefined
  readonly parseYaml: ParseYaml
}

export function survey(seen: readonly SeenCluster[], options: SurveyOptions): Survey {
  const hub = seen.find((each) => each.name === HUB_CLUSTER)?.objects ?? []
  const members = membersOf(seen, options.asked, options.wanted)
  const name = labelFor(options.wanted ?? (members.clusterSet === '' ? 'imported' : members.clusterSet))
  const managed = managedClusters(hub)
  const evidence = members.names.map(
    (cluster): ClusterEvidence => ({
      name: cluster,
      managed: managed.find((each) => nameOf(each) === cluster),
      own: seen.find((each) => each.name === cluster)?.objects ?? [],
      hub,
    }),
  )
  const clusters = clustersOf(evidence, options.parseYaml)
  const base = baseDomain(onlyOf(members.names, seen))
  const namespace = hubNamespace(hub, members.clusterSet, name)
  return {
    name,
    clusters: members.names,
    notes: [...members.notes, ...clusters.notes, ...base.notes, ...namespace.notes],
    environment: {
      apiVersion: API_VERSION,
      kind: 'Environment',
      metadata: { name },
      spec: {
        hub: { namespace: namespace.value, clusterSet: labelFor(members.clusterSet || name) },
        domain: { base: base.value },
        clusters: clusters.values,
        components: {},
      },
    },
  }
}

function clustersOf(evidence: readonly ClusterEvidence[], parseYaml: ParseYaml) {
  const notes: ImportNote[] = []
  const networks = evidence.map((each) => networkOf(each.name, each.own, each.hub, parseYaml))
  const taken: string[] = networks.flatMap((each) =>
    [each.pods, each.services, each.machines].filter((cidr) => cidr !== undefined),
  )
  const values = evidence.map((each, i): JsonObject => {
    const cloud = cloudOf(each)
    const region = regionOf(each)
    const zones = zonesOf(each)
    const labels = ownLabels(each.managed)
    const network = guessedNetwork(networks[i] ?? {}, taken)
    taken.push(network.pods, network.services, network.machines)
    const guesses = [
      ...(cloud === undefined ? ['cloud other'] : []),
      ...(region === undefined ? [`region ${each.name}`] : []),
      ...(['pods', 'services', 'machines'] as const)
        .filter((kind) => networks[i]?.[kind] === undefined)
        .map((kind) => `${kind} network ${network[kind]}`),
    ]
    if (guesses.length > 0)
      notes.push({ kind: 'guessed', text: `${each.name}: ${guesses.join(', ')} (no object says; correct it by hand)` })
    return {
      name: each.name,
      cloud: cloud ?? 'other',
      region: region ?? each.name,
      ...(zones.length === 0 ? {} : { zones }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      network: { ...network },
    }
  })
  return { values: checkableNetwork(values), notes }
}

interface Answer {
  readonly value: string
  readonly notes: readonly ImportNote[]
}

const DOMAIN = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,}$/

function baseDomain(seen: readonly SeenCluster[]): Answer {
  const all = seen.flatMap((each) => each.objects)
  const candidates: readonly (string | undefined)[] = [
    ...ofKind(all, 'ClusterDeployment', 'hive.openshift.io').map((each) => textAt(each, 'spec', 'baseDomain')),
    ...ofKind(all, 'GlobalDNSZone', 'redhatcop.redhat.io').map((each) => below(textAt(each, 'spec', 'domain'))),
    ...ofKind(all, 'Route', 'route.openshift.io').map((each) => below(textAt(each, 'spec', 'host'))),
    ...seen.flatMap(({ name, objects }) =>
      ofKind(objects, 'DNS', 'config.openshift.io').map((each) => {
        const domain = textAt(each, 'spec', 'baseDomain')
        return domain?.startsWith(`${name}.`) ? domain.slice(name.length + 1) : domain
      }),
    ),
  ]
  const found = candidates.find((each) => each !== undefined && each.length <= 253 && DOMAIN.test(each))
  if (found !== undefined) return { value: found, notes: [{ kind: 'saw', text: `base domain ${found}` }] }
  const text =
    'base domain platform.invalid: no object names one; correct it by hand before using a component that serves a name'
  return { value: 'platform.invalid', notes: [{ kind: 'guessed', text }] }
}

/** What follows `global.` in a name. */
function below(host: string | undefined): string | undefined {
  return /(?:^|\.)global\.(.+)$/.exec(host ?? '')?.[1]
}

/** The namespace that this engine's policies already live in, else one that no cluster has. */
function hubNamespace(hub: readonly JsonObject[], clusterSet: string, name: string): Answer {
  const bound = ofKind(hub, 'ManagedClusterSetBinding', 'cluster.open-cluster-management.io').find(
    (each) =>
      textAt(each, 'spec', 'clusterSet') === clusterSet && hasOwnPolicies(hub, textAt(each, 'metadata', 'namespace')),
  )
  const found = textAt(bound, 'metadata', 'namespace')
  if (found !== undefined)
    return { value: found, notes: [{ kind: 'saw', text: `policies live in hub namespace ${found}` }] }
  const wanted = shorten(`isthmus-${name}`, 39)
  const isTaken = policiesIn(hub, wanted).length > 0 && !hasOwnPolicies(hub, wanted)
  const value = isTaken ? shorten(`isthmus-${name}-imported`, 39) : wanted
  return {
    value,
    notes: [{ kind: 'guessed', text: `hub namespace ${value} for the policies: a new one of their own` }],
  }
}

function policiesIn(hub: readonly JsonObject[], namespace: Json | undefined): readonly JsonObject[] {
  return ofKind(hub, 'Policy', 'policy.open-cluster-management.io').filter(
    (each) => textAt(each, 'metadata', 'namespace') === namespace,
  )
}

function hasOwnPolicies(hub: readonly JsonObject[], namespace: Json | undefined): boolean {
  return policiesIn(hub, namespace).some(
    (each) => textAt(each, 'metadata', 'labels', 'isthmus.dev/environment') !== undefined,
  )
}

function labelFor(name: string): string {
  if (isDnsLabel(name)) return name
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return shorten(plain === '' ? 'imported' : plain)
}
