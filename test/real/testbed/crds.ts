import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { cacheFolder, moduleFolder } from './build.ts'
import type { Cluster } from './cluster.ts'
import { putBelow, valuesBelow } from './etcd-keys.ts'
import { until } from './process.ts'
import { programs } from './programs.ts'

const shared = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/crds')

/** Modules of the test bed that carry CRDs: the folder of `go/` that requires them, and which of their files. */
const carriers = [
  {
    folder: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    below: 'deploy/crds',
    files: /^cert-manager\.io_\w+\.yaml$/,
  },
  { folder: 'crds', module: 'sigs.k8s.io/mcs-api', below: 'config/crd', files: /^multicluster\..*\.yaml$/ },
  ...[
    ['config/v1', /_01_(clusteroperators|clusterversions-Default|networks)\.crd\.yaml$/] as const,
    ['machine/v1beta1', /_machinehealthchecks\.crd\.yaml$/] as const,
  ].map(([version, files]) => ({
    folder: 'crds',
    module: 'github.com/openshift/api',
    below: `${version}/zz_generated.crd-manifests`,
    files,
  })),
]

/** Every CustomResourceDefinition at hand by name: the recorded ones first, then those of the modules that carry some. */
export async function definitions(): Promise<ReadonlyMap<string, JsonObject>> {
  const found = new Map<string, JsonObject>()
  const places = existsSync(shared) ? [{ folder: shared, files: /\.yaml$/ }] : []
  for (const { folder, module, below, files } of carriers)
    places.push({ folder: join(await moduleFolder(folder, module), below), files })
  for (const { folder, files } of places) {
    for (const file of readdirSync(folder).filter((each) => files.test(each))) {
      for (const each of loadAll(readFileSync(join(folder, file), 'utf8')) as JsonObject[]) {
        const name = textAt(each, 'metadata', 'name') ?? ''
        if (!found.has(name)) found.set(name, each)
      }
    }
  }
  return found
}

/** True where the recorded CRDs are: without them most kinds of the platform cannot be tried. */
export const hasRecordedCrds = existsSync(shared)

const BELOW = 'apiextensions.k8s.io/customresourcedefinitions/'

/**
 * Definitions as an API server keeps them, so that only the first server of all takes them one by one, which costs it
 * more than everything that the tests then ask of it; undefined until one did.
 */
export function kept(crds: readonly JsonObject[]): ReadonlyMap<string, string> | undefined {
  const file = keptFile(crds)
  return existsSync(file) ? new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')))) : undefined
}

/** Puts kept definitions where a server of that name will look for its own. */
export async function restore(etcd: string, name: string, values: ReadonlyMap<string, string>): Promise<void> {
  await putBelow(etcd, `/${name}/${BELOW}`, values)
}

/** Keeps what the server of that name has, for the next ones. */
export async function keep(etcd: string, name: string, crds: readonly JsonObject[]): Promise<void> {
  const values = await valuesBelow(etcd, `/${name}/${BELOW}`)
  const partial = `${keptFile(crds)}.${randomUUID()}`
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(partial, JSON.stringify(Object.fromEntries(values)))
  renameSync(partial, keptFile(crds))
}

function keptFile(crds: readonly JsonObject[]): string {
  const digest = createHash('sha256').update(JSON.stringify([programs.apiServer.version, crds]))
  return join(cacheFolder(), `definitions-${digest.digest('hex').slice(0, 16)}.json`)
}

/** Applies the definitions and waits until each is established. */
export async function install(cluster: Cluster, crds: readonly JsonObject[]): Promise<void> {
  // A server that starts on a busy machine may give up on one: it is asked again.
  await Promise.all(
    crds.map((each) =>
      until(`${cluster.name} to take a CRD`, 120_000, () => cluster.apply(each, { manager: 'testbed', force: true })),
    ),
  )
  await until(`${cluster.name} to serve ${crds.length} CRDs`, 180_000, async () => {
    const there = await cluster.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
    const established = there.filter((each) => JSON.stringify(each.status ?? {}).includes('"type":"Established"'))
    return established.length >= crds.length
  })
}

/** Waits until each version of each definition that is to be served is. */
export async function allServed(cluster: Cluster, crds: readonly JsonObject[]): Promise<void> {
  const wanted = new Map<string, Set<string>>()
  for (const each of crds) {
    for (const version of listAt(each, 'spec', 'versions')) {
      if (at(version, 'served') !== true) continue
      const path = `/apis/${textAt(each, 'spec', 'group')}/${textAt(version, 'name')}`
      wanted.set(path, (wanted.get(path) ?? new Set()).add(textAt(each, 'spec', 'names', 'plural') ?? ''))
    }
  }
  await until(`${cluster.name} to serve ${crds.length} CRDs`, 180_000, async () => {
    for (const [path, plurals] of wanted) {
      const { status, body } = await cluster.ask({ path })
      if (status !== 200) return false
      const there = new Set(listAt(body, 'resources').map((each) => textAt(each, 'name')))
      if ([...plurals].some((each) => !there.has(each))) return false
      wanted.delete(path)
    }
    return true
  })
}
