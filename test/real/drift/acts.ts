import { execFileSync } from 'node:child_process'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'

/** What people do with kubectl. */
export const kubectl =
  (...args: readonly string[]) =>
  (cluster: Cluster) =>
    cluster.kubectl(args)
export const patch = (kind: string, namespace: string, name: string, body: Json, type = 'merge') =>
  kubectl(
    'patch',
    kind,
    name,
    ...(namespace === '' ? [] : ['-n', namespace]),
    '--type',
    type,
    '-p',
    JSON.stringify(body),
  )

/** A controller that reads, changes and writes whole objects. */
export async function updateBy(
  cluster: Cluster,
  manager: string,
  [apiVersion, kind, namespace, name]: readonly [string, string, string, string],
  plural: string,
  spec: JsonObject,
): Promise<void> {
  const found = await cluster.get(apiVersion, kind, namespace, name)
  const old = isObject(found?.spec) ? found.spec : {}
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}/${name}`
  const answer = await cluster.ask({
    method: 'PUT',
    path,
    query: { fieldManager: manager },
    body: { ...found, spec: { ...old, ...spec } },
  })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

/** kubectl edit, with a script of sed for an editor. */
export const edit = (script: string, kind: string, namespace: string, name: string) => async (cluster: Cluster) => {
  const env = { ...process.env, KUBE_EDITOR: `sed -i ${script}` }
  execFileSync('kubectl', ['--kubeconfig', cluster.server.kubeconfig, 'edit', kind, name, '-n', namespace], {
    env,
    stdio: 'pipe',
  })
}

/** Server-side apply by another manager, which takes the field over. */
export const applied = (manager: string, object: JsonObject) => (cluster: Cluster) =>
  cluster.apply(object, { manager, force: true })
