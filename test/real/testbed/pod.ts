import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from './cluster.ts'

export interface PodOptions {
  readonly cluster: Cluster
  readonly namespace: string
  readonly name: string
  /** Pod template: of a StatefulSet, or of a job. */
  readonly template: Json
  /** Volumes that the StatefulSet claims: they stay when the pod starts again. */
  readonly claims?: readonly string[]
  /** A folder of its own. */
  readonly folder: string
  /** Path of the network namespace. */
  readonly network: string
  /** File like /etc/hosts, and where in it the cluster's API server is. */
  readonly hosts: string
  readonly apiServer: { readonly host: string; readonly port: number }
  /** Folder with the binary of Vault. */
  readonly binaries: string
}

/** What `start` or `execFile` takes. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** A pod on this machine: what a kubelet makes of its template, without images. */
export interface Pod {
  readonly options: PodOptions
  /** Folder that its containers have as `/`. */
  readonly root: string
  /** How a container is started as the template says: its command, environment, files and network. */
  launch(container: string): Promise<Launch>
  /** Another command in the same place. */
  exec(argv: readonly string[], env?: Readonly<Record<string, string>>): Launch
  /** Writes what the cluster holds now into the volumes, as the kubelet does after some time. */
  refresh(): Promise<void>
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'
const PATH = '/opt/vault:/opt/tools:/usr/bin:/usr/sbin'
/** Everything is mounted in a mount namespace that ends with the process. */
const ENTER = [
  'set -e',
  'root=$1; binaries=$2; shift 2',
  'for each in usr dev proc; do mount --rbind "/$each" "$root/$each"; done',
  'mount --bind "$binaries" "$root/opt/vault"',
  'exec chroot "$root" "$@"',
].join('\n')

export async function makePod(options: PodOptions): Promise<Pod> {
  const { cluster, namespace, name, template, folder, network, hosts, apiServer, binaries } = options
  const root = join(folder, 'root')
  for (const each of ['usr', 'dev', 'proc', 'etc', 'tmp', 'opt/vault', 'opt/tools'])
    mkdirSync(join(root, each), { recursive: true })
  for (const each of ['bin', 'sbin', 'lib', 'lib64']) link(`usr/${each}`, join(root, each))
  link('/usr/bin/kubectl', join(root, 'opt/tools/oc'))
  copyFileSync(hosts, join(root, 'etc/hosts'))
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files\npasswd: files\n')
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/tmp:/bin/sh\n')
  const exec = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Launch => ({
    command: 'nsenter',
    args: [
      `--net=${network}`,
      'unshare',
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      ENTER,
      'pod',
      root,
      binaries,
      ...argv,
    ],
    env: { HOME: '/tmp', ...env, PATH },
  })
  const refresh = () => writeVolumes(options, root)
  await refresh()
  return {
    options,
    root,
    refresh,
    exec,
    launch: async (container) => {
      const all = [...listAt(template, 'spec', 'initContainers'), ...listAt(template, 'spec', 'containers')]
      const found = all.find((each) => textAt(each, 'name') === container)
      if (!found) throw new Error(`${name} has no container ${container}`)
      const env = {
        KUBERNETES_SERVICE_HOST: apiServer.host,
        KUBERNETES_SERVICE_PORT: String(apiServer.port),
        ...(await environment(cluster, namespace, name, found)),
      }
      const argv = [...listAt(found, 'command'), ...listAt(found, 'args')].map((each) => expanded(String(each), env))
      return exec(argv, env)
    },
  }
}

function link(target: string, path: string): void {
  rmSync(path, { force: true })
  symlinkSync(target, path)
}

/** `$(NAME)` as Kubernetes completes it; a name that is not there stays as it is. */
function expanded(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole)
}

async function environment(cluster: Cluster, namespace: string, pod: string, container: Json) {
  const env: Record<string, string> = {}
  for (const source of listAt(container, 'envFrom')) {
    const [kind, key] = at(source, 'configMapRef') ? ['ConfigMap', 'configMapRef'] : ['Secret', 'secretRef']
    Object.assign(env, await dataOf(cluster, kind ?? '', namespace, at(source, key ?? '') ?? null))
  }
  for (const each of listAt(container, 'env')) {
    const name = textAt(each, 'name') ?? ''
    const field = textAt(each, 'valueFrom', 'fieldRef', 'fieldPath')
    const secret = at(each, 'valueFrom', 'secretKeyRef')
    if (field !== undefined)
      env[name] = field === 'metadata.name' ? pod : field === 'metadata.namespace' ? namespace : 'node'
    else if (secret !== undefined) {
      const value = (await dataOf(cluster, 'Secret', namespace, secret))[textAt(secret, 'key') ?? '']
      if (value !== undefined) env[name] = value
    } else if (at(each, 'valueFrom', 'resourceFieldRef')) env[name] = '1'
    else env[name] = expanded(textAt(each, 'value') ?? '', env)
  }
  return env
}

async function writeVolumes(options: PodOptions, root: string): Promise<void> {
  const { cluster, namespace, template, claims = [] } = options
  const places = new Map<string, string>()
  for (const kind of ['initContainers', 'containers'])
    for (const container of listAt(template, 'spec', kind))
      for (const mount of listAt(container, 'volumeMounts'))
        places.set(textAt(mount, 'name') ?? '', textAt(mount, 'mountPath') ?? '')
  for (const claim of claims) mkdirSync(join(root, places.get(claim) ?? claim), { recursive: true })
  for (const volume of listAt(template, 'spec', 'volumes')) {
    const place = places.get(textAt(volume, 'name') ?? '')
    if (place === undefined) continue
    mkdirSync(join(root, place), { recursive: true })
    const projected = listAt(volume, 'projected', 'sources')
    for (const source of projected.length > 0 ? projected : [volume]) {
      const files = await filesOf(
        cluster,
        namespace,
        textAt(template, 'spec', 'serviceAccountName') ?? 'default',
        source,
      )
      for (const [name, text] of Object.entries(files)) write(join(root, place, name), text)
    }
  }
  const account = textAt(template, 'spec', 'serviceAccountName') ?? 'default'
  write(join(root, ACCOUNT, 'token'), await tokenOf(cluster, namespace, account))
  write(join(root, ACCOUNT, 'ca.crt'), cluster.server.ca)
  write(join(root, ACCOUNT, 'namespace'), namespace)
}

async function filesOf(cluster: Cluster, namespace: string, account: string, source: Json) {
  const token = at(source, 'serviceAccountToken')
  if (token !== undefined) {
    const audience = textAt(token, 'audience')
    return { [textAt(token, 'path') ?? 'token']: await tokenOf(cluster, namespace, account, audience) }
  }
  const [kind, reference] = at(source, 'configMap')
    ? ['ConfigMap', at(source, 'configMap')]
    : ['Secret', at(source, 'secret')]
  if (reference === undefined) return {}
  const data = await dataOf(cluster, kind ?? '', namespace, reference)
  const items = listAt(reference, 'items')
  if (items.length === 0) return data
  return Object.fromEntries(items.map((each) => [textAt(each, 'path') ?? '', data[textAt(each, 'key') ?? ''] ?? '']))
}

/** Data of a ConfigMap or Secret as text; nothing where it may be missing and is. */
async function dataOf(
  cluster: Cluster,
  kind: string,
  namespace: string,
  reference: Json,
): Promise<Record<string, string>> {
  const name = textAt(reference, 'name') ?? textAt(reference, 'secretName') ?? ''
  const found = await cluster.get('v1', kind, namespace, name)
  if (!found) {
    if (at(reference, 'optional') === true) return {}
    throw new Error(`${cluster.name} has no ${kind} ${namespace}/${name}: the pod would not start`)
  }
  const data: JsonObject = isObject(found.data) ? found.data : {}
  const decoded = (value: Json) => (kind === 'Secret' ? Buffer.from(String(value), 'base64').toString() : String(value))
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]))
}

/** A token that the cluster mints for an account; for its API server where no audience is named. */
export async function tokenOf(
  cluster: Cluster,
  namespace: string,
  account: string,
  audience?: string,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`
  const spec = { expirationSeconds: 3600, ...(audience === undefined ? {} : { audiences: [audience] }) }
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec }
  const answer = await cluster.ask({ method: 'POST', path, body })
  const token = textAt(answer.body, 'status', 'token')
  if (token === undefined)
    throw new Error(`${cluster.name}: no token for ${namespace}/${account}: ${JSON.stringify(answer.body)}`)
  return token
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
