import { resolve } from 'node:path'
import { readMerged } from '../../flows/read-merged.ts'
import { Failure } from '../../model/failure.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { unknownEnvironment } from '../../model/which-environment.ts'
import { readRendered } from '../../stages/read-rendered.ts'
import { json } from '../../stages/report/json.ts'
import { repositoryIn } from '../ports.ts'
import type { Call } from '../register.ts'
import { deliveredObjects, writeCluster } from './clusters.ts'

/** Writes what is merged in the caller's repository as RHACM would leave it, one folder a cluster: something to look at where no hub is. */
export async function writePracticeClusters({ io, common }: Call, folder: string): Promise<void> {
  const { rendered, environments } = await readMerged(await repositoryIn(common.directory, io))
  const names = environments.filter((each) => each === (common.environment ?? each))
  if (environments.length > 0 && common.environment !== undefined && names.length === 0)
    throw unknownEnvironment(common.environment, environments)
  if (names.length === 0) {
    throw new Failure('demo/nothing-merged', 'the default branch has no rendered/ to deliver', {
      hint: 'merge a proposal of `isthmus propose` first',
    })
  }
  const target = resolve(common.directory, folder)
  const written: { readonly cluster: string; readonly objects: number }[] = []
  for (const name of names) {
    const environment = readRendered(name, rendered).rendered
    for (const cluster of [...environment.clusters.map((each) => each.name), HUB_CLUSTER]) {
      const objects = deliveredObjects(environment, cluster, io.now())
      await writeCluster(target, cluster, objects)
      written.push({ cluster, objects: objects.length })
    }
  }
  if (common.output === 'json') io.out(json({ directory: target, clusters: written }))
  else if (!common.quiet) for (const each of written) io.out(`${each.cluster.padEnd(16)} ${each.objects} objects\n`)
}
