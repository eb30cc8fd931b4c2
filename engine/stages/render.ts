import { digest } from '../model/names.ts'
import type { Plan, PlannedObject } from '../model/plan.ts'
import { environmentReadme } from './render/readme.ts'
import { yamlOf, yamlStream } from './render/yaml.ts'

/** What a folder says about itself: who made it, what it is of, and the hash of each file, so that a foreign file is known. */
export interface RenderedIndex {
  readonly version: string
  readonly environment: string
  readonly clusters: readonly { readonly name: string; readonly cloud: string; readonly region: string }[]
  readonly policies: readonly {
    readonly name: string
    readonly component: string
    readonly stateful: boolean
    readonly clusters: readonly string[]
    readonly placement: string
  }[]
  /** SHA-256 of each file, hex. */
  readonly files: Readonly<Record<string, string>>
}

export const INDEX_FILE = '.isthmus.json'

/** The files of `rendered/<environment>/`, by path inside that folder. The same plan gives the same bytes on every machine and day. */
export function render(plan: Plan, version: string): ReadonlyMap<string, string> {
  const policies = plan.policies.map((each) => [`${each.name}.yaml`, yamlOf(each.object)] as const)
  const files = new Map<string, string>([
    ['namespace.yaml', yamlStream(plan.support.map(objectOf))],
    ['placements.yaml', yamlStream(plan.bindings.map(objectOf))],
    ...policies,
    ['README.md', environmentReadme(plan)],
  ])
  const resources = [...files.keys()].filter((file) => file.endsWith('.yaml')).sort()
  files.set(
    'kustomization.yaml',
    yamlOf({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }),
  )
  files.set(INDEX_FILE, `${JSON.stringify(indexOf(plan, version, files), null, 2)}\n`)
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function objectOf(planned: PlannedObject): PlannedObject['object'] {
  return planned.object
}

function indexOf(plan: Plan, version: string, files: ReadonlyMap<string, string>): RenderedIndex {
  const hashes = [...files].map(([path, text]) => [path, digest(text, 64)] as const)
  return {
    version,
    environment: plan.environment.metadata.name,
    clusters: plan.environment.spec.clusters.map(({ name, cloud, region }) => ({ name, cloud, region })),
    policies: plan.policies.map(({ name, component, stateful, clusters, placement }) => ({
      name,
      component,
      stateful,
      clusters,
      placement,
    })),
    files: Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
