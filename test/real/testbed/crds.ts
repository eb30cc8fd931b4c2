import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import type { JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import { moduleFolder } from './build.ts'
import type { Cluster } from './cluster.ts'
import { until } from './process.ts'

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

/** Installs the definitions and waits until each is served. */
export async function install(cluster: Cluster, crds: Iterable<JsonObject>): Promise<void> {
  const wanted = [...crds]
  // A server that starts on a busy machine may give up on one: it is asked again.
  await Promise.all(
    wanted.map((each) =>
      until(`${cluster.name} to take a CRD`, 120_000, () => cluster.apply(each, { manager: 'testbed', force: true })),
    ),
  )
  await until(`${cluster.name} to serve ${wanted.length} CRDs`, 60_000, async () => {
    const there = await cluster.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
    const established = there.filter((each) => JSON.stringify(each.status ?? {}).includes('"type":"Established"'))
    return established.length >= wanted.length
  })
}
