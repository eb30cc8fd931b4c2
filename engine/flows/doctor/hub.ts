import type { ClusterProbe } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import { Failure } from '../../model/failure.ts'
import type { KubeApi } from '../../model/kube-api.ts'
import type { Reading } from '../../model/needed-rights.ts'
import { leaseRights, readingRights, VIEW_RIGHTS } from '../../model/needed-rights.ts'
import type { Rendered } from '../../model/rendered.ts'
import { wantedOf } from '../../model/wanted.ts'
import { diagnoseCluster } from '../../stages/diagnose/cluster.ts'
import { diagnoseBindings, diagnoseServed, diagnoseViews, HUB_KINDS } from '../../stages/diagnose/hub.ts'
import type { Subject } from '../doctor.ts'

export interface HubSubject {
  readonly name: string
  readonly open: () => Promise<{ readonly probe: ClusterProbe; readonly api: KubeApi }>
  /** What was merged, an environment each. */
  readonly merged: readonly Rendered[]
  readonly reading: Reading
  readonly hasViews: boolean
  /** Namespace in which `isthmus serve` keeps its Lease; absent: it does not run. */
  readonly leaseNamespace?: string | undefined
}

/** The hub: reached, rights enough and not too many, what it serves, its cluster-set bindings, views. */
export function hubSubject({ name, open, merged, reading, hasViews, leaseNamespace }: HubSubject): Subject {
  const wanted = merged.map(wantedOf)
  const rights = [
    ...wanted.flatMap((each) => readingRights(each.hub, reading)),
    ...(hasViews ? VIEW_RIGHTS : []),
    ...(leaseNamespace === undefined ? [] : leaseRights(leaseNamespace)),
  ]
  const namespaces = [...wanted.map((each) => each.hubNamespace), leaseNamespace ?? ''].filter((each) => each !== '')
  return {
    thing: 'hub',
    name,
    async examine(examiner) {
      const { probe, api } = await open()
      const facts = await probe.look({ rights, namespaces: [...new Set(namespaces)], kinds: Object.values(HUB_KINDS) })
      const mayCreate = facts.granted.some(
        (each) =>
          isGranted(each.groups, VIEW_RIGHTS[0]?.group) &&
          isGranted(each.verbs, 'create') &&
          isGranted(each.resources, 'managedclusterviews'),
      )
      const sets = await Promise.all(merged.map((each) => bindings(examiner, api, each)))
      const served = merged.flatMap((each) => diagnoseServed(examiner, facts.served, each))
      return [
        ...diagnoseCluster(examiner, 'hub', facts),
        ...served,
        ...sets.flat(),
        diagnoseViews(examiner, hasViews, mayCreate),
      ]
    },
  }
}

function isGranted(list: readonly string[], wanted: string | undefined): boolean {
  return list.includes('*') || (wanted !== undefined && list.includes(wanted))
}

async function bindings(examiner: Examiner, api: KubeApi, rendered: Rendered): Promise<readonly Diagnosis[]> {
  const { hubNamespace: namespace } = wantedOf(rendered)
  try {
    const { objects } = await api.list({ ...HUB_KINDS.ManagedClusterSetBinding, namespace })
    return diagnoseBindings(examiner, objects, rendered)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [
      examiner.skipped('hub/cluster-set', `the cluster-set bindings of ${namespace} cannot be read: ${error.message}`),
    ]
  }
}
