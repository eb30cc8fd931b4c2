import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rendered } from '../../../engine/model/rendered.ts'
import type { WantedKind } from '../../../engine/model/wanted.ts'
import { wantedOf } from '../../../engine/model/wanted.ts'
import type { Cluster } from '../testbed/cluster.ts'
import type { Platform } from '../testbed/platform.ts'

/** What somebody without access is given: `kubectl get -o yaml` of every kind that policies speak of, a folder a cluster. */
export async function dump(
  { hub, members }: Pick<Platform, 'hub' | 'members'>,
  rendered: Rendered,
  folder: string,
): Promise<string> {
  const wanted = wantedOf(rendered)
  const clusters: readonly Cluster[] = [hub, ...members.values()]
  await Promise.all(
    clusters.map(async (cluster) => {
      const kinds = [...wanted.on(cluster.name), ...(cluster === hub ? wanted.hub : [])]
      mkdirSync(join(folder, cluster.name), { recursive: true })
      const names = [...new Set(kinds.filter((each) => each.kind !== 'CustomResourceDefinition').map(resourceOf))]
      writeFileSync(
        join(folder, cluster.name, 'objects.yaml'),
        await get(cluster, [names.join(','), '--all-namespaces']),
      )
      const definitions = kinds.find((each) => each.kind === 'CustomResourceDefinition')?.names ?? []
      if (definitions.length > 0)
        writeFileSync(
          join(folder, cluster.name, 'definitions.yaml'),
          await get(cluster, ['customresourcedefinition', ...definitions]),
        )
    }),
  )
  return folder
}

async function get(cluster: Cluster, what: readonly string[]): Promise<string> {
  return await cluster.kubectl(['get', ...what, '--ignore-not-found', '--show-managed-fields', '--output', 'yaml'])
}

/** `kind.version.group`, which kubectl takes for one kind of one group. */
function resourceOf({ apiVersion, kind }: WantedKind): string {
  const [group, version] = apiVersion.split('/')
  return version === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`
}
