import type { Component } from '../../model/component.ts'
import type { Sourced } from '../../model/document.ts'
import type { Cluster, Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { globalHosts } from '../../model/global-hosts.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { escapeToken } from '../../model/pointer.ts'
import { RESERVED_LABELS } from '../../model/selection.ts'
import { isDay } from '../../model/way-out.ts'
import { usesComponent } from './uses-component.ts'
import { shown } from './words.ts'

type Named = Sourced<Environment>

/** Rules over all environments of a repository. Names of theirs are told apart in all of it, whichever hub manages them. */
export function checkEnvironments(
  environments: readonly Named[],
  components: readonly Component[],
): readonly Finding[] {
  return [
    ...repeated(
      environments,
      'environment/duplicate-name',
      '/metadata/name',
      (each) => each.metadata.name,
      'environment',
    ),
    ...repeated(
      environments,
      'environment/duplicate-namespace',
      '/spec/hub/namespace',
      (each) => each.spec.hub.namespace,
      'hub namespace',
    ),
    ...repeated(
      environments,
      'environment/duplicate-cluster-set',
      '/spec/hub/clusterSet',
      (each) => each.spec.hub.clusterSet,
      'cluster set',
    ),
    ...repeatedClusters(environments),
    ...sharedHosts(environments),
    ...environments.flatMap((each) => [
      ...checkNamespace(each, environments),
      ...checkClusterSet(each),
      ...checkLabels(each),
      ...checkNeeds(each, components),
      ...checkPause(each),
    ]),
  ]
}

/** RHACM's own set of all clusters selects by labels: no cluster carries its name, and add-ons pass it over. */
const GLOBAL_SET = 'global'

function checkClusterSet({ value, document }: Named): readonly Finding[] {
  if (value.spec.hub.clusterSet !== GLOBAL_SET) return []
  const message = `cluster set \`${GLOBAL_SET}\` is RHACM's own set of all clusters of the hub, also of those of others`
  const hint = `choose another, such as \`${value.metadata.name}\``
  const place = document.locate('/spec/hub/clusterSet')
  return [finding('environment/reserved-cluster-set', place, message, hint)]
}

/** The schema knows the form of a date, not the calendar. */
function checkPause({ value, document }: Named): readonly Finding[] {
  const { until } = value.spec.pause ?? {}
  if (until === undefined || (isDay(until.slice(0, 10)) && !Number.isNaN(Date.parse(until)))) return []
  const message = `${shown(until, '')} is no day or time of the calendar, so the pause would never end`
  const hint = 'write it as YYYY-MM-DD or YYYY-MM-DDThh:mmZ'
  return [finding('pause/no-such-day', document.locate('/spec/pause/until'), message, hint)]
}

/** Two environments that publish one name: while one takes the place of the other that may be meant. */
function sharedHosts(environments: readonly Named[]): readonly Finding[] {
  const first = new Map<string, Named>()
  return environments.flatMap((each) => {
    const hosts = globalHosts(each.value).map(({ host }) => host)
    const shared = hosts.filter((host) => first.has(host))
    for (const host of hosts) if (!first.has(host)) first.set(host, each)
    const other = first.get(shared[0] ?? '')
    if (other === undefined) return []
    const also = other.document.locate('/spec/domain/base')
    const message = `${shared.join(', ')} is also published by environment \`${other.value.metadata.name}\` (${also.file}:${also.line}): users reach either`
    const place = each.document.locate('/spec/domain/base')
    return [finding('environment/shared-host', place, message, 'give one of them another domain', 'warning')]
  })
}

function repeated(
  environments: readonly Named[],
  rule: string,
  pointer: string,
  pick: (environment: Environment) => string,
  what: string,
): readonly Finding[] {
  const first = new Map<string, Named>()
  return environments.flatMap((each) => {
    const name = pick(each.value)
    const other = first.get(name)
    if (other === undefined) {
      first.set(name, each)
      return []
    }
    const place = other.document.locate(pointer)
    const message = `${what} \`${name}\` is already used at ${place.file}:${place.line}`
    return [
      finding(
        rule,
        each.document.locate(pointer),
        message,
        `give each environment ${what === 'environment' ? 'a name' : `a ${what}`} of its own`,
      ),
    ]
  })
}

/** A ManagedCluster has one name on the hub and belongs to one cluster set. */
function repeatedClusters(environments: readonly Named[]): readonly Finding[] {
  const first = new Map<string, { readonly owner: Named; readonly pointer: string }>()
  return environments.flatMap((owner) =>
    owner.value.spec.clusters.flatMap((cluster, i) => {
      const pointer = `/spec/clusters/${i}/name`
      const place = owner.document.locate(pointer)
      if (cluster.name === HUB_CLUSTER)
        return [
          finding(
            'environment/hub-as-cluster',
            place,
            `\`${HUB_CLUSTER}\` is the hub itself, not a cluster of an environment`,
            'give the cluster the name of its ManagedCluster',
          ),
        ]
      const other = first.get(cluster.name)
      if (other === undefined) {
        first.set(cluster.name, { owner, pointer })
        return []
      }
      const there = other.owner.document.locate(other.pointer)
      return [
        finding(
          'environment/duplicate-cluster',
          place,
          `cluster \`${cluster.name}\` is already there at ${there.file}:${there.line}`,
          'give each cluster a name of its own; it is its name on the hub',
        ),
      ]
    }),
  )
}

/** RHACM deletes root policies from the namespace of a managed cluster (policy-api section 9, mistake 6). */
function checkNamespace({ value, document }: Named, environments: readonly Named[]): readonly Finding[] {
  const { namespace } = value.spec.hub
  const isTaken = environments.some((each) => each.value.spec.clusters.some((cluster) => cluster.name === namespace))
  if (!isTaken && namespace !== HUB_CLUSTER) return []
  const message = `hub namespace \`${namespace}\` is the namespace of a managed cluster, where RHACM deletes policies`
  return [
    finding(
      'environment/namespace-is-cluster',
      document.locate('/spec/hub/namespace'),
      message,
      `choose another, such as \`isthmus-${value.metadata.name}\``,
    ),
  ]
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/
const LABEL_KEY = /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/

function checkLabels({ value, document }: Named): readonly Finding[] {
  const check = (cluster: Cluster, index: number) =>
    Object.entries(cluster.labels).flatMap(([key, label]) => {
      const pointer = `/spec/clusters/${index}/labels/${escapeToken(key)}`
      if (RESERVED_LABELS.includes(key))
        return [
          finding(
            'environment/reserved-label',
            document.locate(pointer, 'key'),
            `label \`${key}\` is set by Isthmus itself`,
            'remove it, or use another key',
          ),
        ]
      if (!LABEL_KEY.test(key))
        return [
          finding(
            'environment/label',
            document.locate(pointer, 'key'),
            'this is no valid label key of Kubernetes',
            'use letters, digits, `-`, `_` and `.`, at most 63, after an optional `domain/`',
          ),
        ]
      if (!LABEL_VALUE.test(label))
        return [
          finding(
            'environment/label',
            document.locate(pointer),
            'this is no valid label value of Kubernetes',
            'use letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends',
          ),
        ]
      return []
    })
  return value.spec.clusters.flatMap(check)
}

function checkNeeds({ value, document }: Named, components: readonly Component[]): readonly Finding[] {
  const used = value.spec.components
  return components
    .filter((each) => Object.hasOwn(used, each.name))
    .flatMap((component) =>
      component.needs
        .filter((need) => !usesComponent(value, need, components))
        .map((need) =>
          finding(
            'environment/needs-component',
            document.locate(`/spec/components/${component.name}`, 'key'),
            `component \`${component.name}\` needs component \`${need}\`, which this environment does not use`,
            `add \`${need}: {}\` to spec.components`,
          ),
        ),
    )
}
