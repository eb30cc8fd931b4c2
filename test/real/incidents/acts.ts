import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../../engine/model/json.ts'
import { isthmusAt, pushAll } from '../../engine/commands/a-shell.ts'
import { newAuthority } from '../propagation/authority.ts'
import { secretsFor } from '../propagation/outer-world.ts'
import type { Scene } from '../propagation/scene.ts'
import type { Cluster } from '../testbed/cluster.ts'
import type { Platform } from '../testbed/platform.ts'

/** What Submariner's add-on says on the hub of a cluster's gateway nodes. */
export async function labelled(hub: Cluster, cluster: string, status: 'True' | 'False'): Promise<void> {
  const conditions = [
    {
      type: 'SubmarinerGatewaysLabeled',
      status,
      reason: 'InsufficientNodes',
      message: '1 of 2 gateway nodes is labelled',
      lastTransitionTime: new Date().toISOString(),
    },
  ]
  const object = {
    apiVersion: 'submarineraddon.open-cluster-management.io/v1alpha1',
    kind: 'SubmarinerConfig',
    metadata: { name: 'submariner', namespace: cluster },
  }
  const found = await hub.get(object.apiVersion, object.kind, cluster, 'submariner')
  const others = ((found?.status as JsonObject | undefined)?.conditions ?? []) as readonly JsonObject[]
  const all = [...others.filter((each) => each.type !== 'SubmarinerGatewaysLabeled'), ...conditions]
  const path = `/apis/submarineraddon.open-cluster-management.io/v1alpha1/namespaces/${cluster}/submarinerconfigs/submariner/status`
  const answer = await hub.ask({
    method: 'PATCH',
    path,
    body: { status: { conditions: all } },
    contentType: 'application/merge-patch+json',
  })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

/** The bed's kubeconfig with a ServiceAccount's token for one cluster: the rights that the engine needs, and no more. */
export async function readerConfig(
  { platform, root }: Pick<Scene, 'platform' | 'root'>,
  name: string,
): Promise<string> {
  const cluster = memberOf(platform, name)
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'isthmus-reader', namespace: 'default' },
  }
  const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'isthmus-reader' }
  const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }]
  const api = 'rbac.authorization.k8s.io/v1'
  const subjects = [{ kind: 'ServiceAccount', name: 'isthmus-reader', namespace: 'default' }]
  await cluster.apply(account, { manager: 'test' })
  await cluster.apply(
    { apiVersion: api, kind: 'ClusterRole', metadata: { name: role.name }, rules },
    { manager: 'test' },
  )
  await cluster.apply(
    { apiVersion: api, kind: 'ClusterRoleBinding', metadata: { name: role.name }, roleRef: role, subjects },
    { manager: 'test' },
  )
  const token = (await cluster.kubectl(['create', 'token', 'isthmus-reader', '-n', 'default'])).trim()
  const config = JSON.parse(readFileSync(platform.kubeconfig, 'utf8')) as {
    users: { name: string; user: JsonObject }[]
  }
  const users = config.users.map((each) => (each.name.endsWith(`@${name}`) ? { ...each, user: { token } } : each))
  const file = join(root, 'reader.kubeconfig')
  writeFileSync(file, JSON.stringify({ ...config, users }), { mode: 0o600 })
  return file
}

export function memberOf({ members }: Pick<Platform, 'members'>, name: string): Cluster {
  const found = members.get(name)
  if (!found) throw new Error(`there is no member ${name}`)
  return found
}

/** What the probe of Vault writes on members, on all of them unless said: as its own script does. */
export async function probed(
  { members }: Pick<Platform, 'members'>,
  data: JsonObject,
  names: readonly string[] = [...members.keys()],
): Promise<void> {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'vault-probe', namespace: 'vault' } }
  await Promise.all(names.map((each) => members.get(each)?.mergePatch(object, { data }, 'oc')))
}

/** Merges what `expand` makes of the sources now. */
export async function expand(work: string, message: string): Promise<void> {
  const { code, err } = await isthmusAt(new Date().toISOString(), work, 'expand')
  if (code !== 0) throw new Error(err)
  pushAll(work, message)
}

/** Every intermediate under another root, as after a renewal that changed the key; gives how it is put back. */
export async function rekey({
  platform: { hub },
  rendered,
}: Pick<Scene, 'platform' | 'rendered'>): Promise<() => Promise<void>> {
  const before = await hub.list('v1', 'Secret', 'pki-intermediates')
  const text = JSON.stringify(rendered().policies.map((each) => each.object))
  const renewed = secretsFor(text, newAuthority('root 2')).filter((each) =>
    JSON.stringify(each.metadata).includes('pki-intermediates'),
  )
  for (const each of renewed) await hub.apply(each, { manager: 'cert-manager', force: true })
  return async () => {
    for (const { metadata, data = null, ...rest } of before) {
      const { name = '', namespace = '' } = metadata as JsonObject
      await hub.mergePatch({ ...rest, metadata: { name, namespace } }, { data }, 'kubectl-patch')
    }
  }
}
