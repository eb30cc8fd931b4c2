import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import type { JsonObject } from '../../../engine/model/json.ts'
import { isObject, textAt } from '../../../engine/model/json.ts'
import { moduleFolder } from './build.ts'
import type { Cluster } from './cluster.ts'
import { until } from './process.ts'

const shared = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/crds')

/** Modules of the test bed that carry CRDs, by the folder of `go/` that requires them. */
const carriers = [{ folder: 'cert-manager', module: 'github.com/cert-manager/cert-manager', below: 'deploy/crds' }]

/** Every CustomResourceDefinition at hand by name: the recorded ones first, then those of the modules that carry some. */
export async function definitions(): Promise<ReadonlyMap<string, JsonObject>> {
  const found = new Map<string, JsonObject>()
  const folders = existsSync(shared) ? [shared] : []
  for (const { folder, module, below } of carriers) folders.push(join(await moduleFolder(folder, module), below))
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
      for (const each of loadAll(readFileSync(join(folder, file), 'utf8'))) {
        const name = textAt(each as JsonObject, 'metadata', 'name') ?? ''
        if (isObject(each as JsonObject) && !found.has(name)) found.set(name, each as JsonObject)
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
  await Promise.all(wanted.map((each) => cluster.apply(each, { manager: 'testbed', force: true })))
  await until(`${cluster.name} to serve ${wanted.length} CRDs`, 60_000, async () => {
    const there = await cluster.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
    const established = there.filter((each) => JSON.stringify(each.status ?? {}).includes('"type":"Established"'))
    return established.length >= wanted.length
  })
}
