import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expandAll } from '../../engine/flows/expand-all.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { render } from '../../engine/stages/render.ts'
import { components } from '../../policies/index.ts'
import { isthmusIn, runToEnd } from './child.ts'
import { writeFleet } from './fleet/repository.ts'
import { fleetOf } from './fleet.ts'
import type { Row } from './measure.ts'
import { rowOf } from './measure.ts'

/** Beyond it no tunnel: every gateway names every other one, so that a mesh grows by the square. */
const MOST_IN_A_MESH = 300

/** What an environment of so many clusters becomes, in both renderings: the components that it can have, in one process. */
export function measureGrowth(sizes: readonly number[]): readonly Row[] {
  return sizes.flatMap((clusters) =>
    (['concrete', 'templated'] as const).flatMap((rendering) => {
      const used = clusters > MOST_IN_A_MESH ? ['clusters', 'certs'] : ['clusters', 'tunnel', 'certs']
      const files = fleetOf(clusters, rendering, used)
      const began = performance.now()
      const { environments, findings } = expandAll({ files, findings: [] }, components)
      const [only] = environments
      if (!only) throw new Error(findings.map((each) => each.message).join('; '))
      const texts = render(only.plan, 'bench')
      const spent = performance.now() - began
      const objects = [...only.plan.policies, ...only.plan.support, ...only.plan.bindings].map((each) => each.object)
      const largest = Math.max(...objects.map((each) => JSON.stringify(each).length))
      const group = `growth, ${clusters} clusters, ${used.join(', ')}, ${rendering}`
      const isHub = (each: { readonly clusters: readonly string[] }) => each.clusters[0] === HUB_CLUSTER
      const row = (what: string, unit: string, value: number, aim?: string) =>
        rowOf({ group, what, unit, values: [value], ...(aim ? { aim } : {}) })
      return [
        row(
          'root policies for members',
          '',
          only.plan.policies.filter((each) => !isHub(each)).length,
          rendering === 'templated' ? 'constant' : undefined,
        ),
        row('root policies for the hub', '', only.plan.policies.filter(isHub).length),
        row('rendered', 'kB', [...texts.values()].reduce((sum, each) => sum + each.length, 0) / 1000),
        row('largest object', 'kB', largest / 1000, 'below 1,048 kB'),
        row('expand and render', 'ms', spent),
      ]
    }),
  )
}

/** Authored policies with a value of each cluster: a fleet that is no mesh, as a whole command. */
export async function measureFleetGrowth(
  cli: readonly string[],
  folder: string,
  sizes: readonly number[],
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const clusters of sizes) {
    for (const rendering of ['concrete', 'templated'] as const) {
      const place = join(folder, `growth-${clusters}-${rendering}`)
      mkdirSync(place, { recursive: true })
      writeFleet(place, { clusters, policies: 10, rendering, differing: 1 }, (args) => isthmusIn(cli, args))
      const rendered = join(place, 'rendered/fleet')
      const files = readdirSync(rendered)
      const policies = files.filter((each) => /^app-.*\.yaml$/.test(each)).length
      const bytes = files.reduce((sum, each) => sum + statSync(join(rendered, each)).size, 0)
      const args = [...cli, 'expand', '--check', '--quiet', '-C', place]
      const spent = await runToEnd({ command: process.execPath, args })
      const group = `growth, ${clusters} clusters, 10 authored policies (1 differs), ${rendering}`
      const row = (what: string, unit: string, value: number | undefined, aim?: string) =>
        rowOf({ group, what, unit, values: value === undefined ? [] : [value], ...(aim ? { aim } : {}) })
      rows.push(
        row('root policies', '', policies, rendering === 'templated' ? '10' : undefined),
        row('rendered', 'kB', bytes / 1000),
        row('expand --check', 'ms', spent.seconds * 1000),
        row('expand --check, memory', 'MB', spent.peakMb),
      )
    }
  }
  return rows
}
