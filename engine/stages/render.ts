import type { Json } from '../model/json.ts'
import { canonical, textAt } from '../model/json.ts'
import { digest } from '../model/names.ts'
import type { Plan, PlannedObject } from '../model/plan.ts'
import { INDEX_FILE } from '../model/rendered.ts'
import { hashesIn, readIndex } from '../model/rendered-index.ts'
import type { Topology } from '../model/topology.ts'
import type { WaveRecord } from '../model/wave.ts'
import { recordedWave } from '../model/wave.ts'
import { environmentReadme } from './render/readme.ts'
import { yamlOf, yamlStream } from './render/yaml.ts'

/** What a folder says about itself: who made it, what it is of, and the hash of each file, so that a foreign file is known. */
export interface RenderedIndex {
  readonly version: string
  readonly environment: string
  readonly clusters: readonly { readonly name: string; readonly cloud: string; readonly region: string }[]
  readonly topology: Topology
  readonly policies: readonly {
    readonly name: string
    readonly component: string
    readonly stateful: boolean
    readonly clusters: readonly string[]
    readonly placement: string
  }[]
  /** Present while a change is on its way region by region. */
  readonly wave?: WaveRecord
  /** SHA-256 of each file, hex. */
  readonly files: Readonly<Record<string, string>>
}

/** The files of `rendered/<environment>/`, by path inside that folder. The same plan gives the same bytes on every machine and day. */
export function render(plan: Plan, version: string, wave?: WaveRecord): ReadonlyMap<string, string> {
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
  files.set(INDEX_FILE, `${JSON.stringify(indexOf(plan, version, files, wave), null, 2)}\n`)
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function objectOf(planned: PlannedObject): PlannedObject['object'] {
  return planned.object
}

function indexOf(plan: Plan, version: string, files: ReadonlyMap<string, string>, wave?: WaveRecord): RenderedIndex {
  const hashes = [...files].map(([path, text]) => [path, digest(text, 64)] as const)
  return {
    version,
    environment: plan.environment.metadata.name,
    clusters: [...plan.environment.spec.clusters, ...(plan.leaving ?? [])].map(({ name, cloud, region }) => ({
      name,
      cloud,
      region,
    })),
    topology: plan.topology,
    policies: plan.policies.map(({ name, component, stateful, clusters, placement }) => ({
      name,
      component,
      stateful,
      clusters,
      placement,
    })),
    ...(wave === undefined ? {} : { wave }),
    files: Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Digest of a complete output: what a wave is on its way to. The version counts, since another one renders other bytes. */
export function outputDigest(files: ReadonlyMap<string, string>): string {
  return digest(canonical([...files].map(([path, text]): Json => [path, text])), 32)
}

/** The wave that explains a folder which is not the complete output yet: it leads there, and nobody touched its files. */
export function openWave(
  present: ReadonlyMap<string, string>,
  complete: ReadonlyMap<string, string>,
): WaveRecord | undefined {
  const index = readIndex(present.get(INDEX_FILE))
  const wave = recordedWave(index)
  if (wave?.of !== outputDigest(complete)) return undefined
  const hashes = hashesIn(index)
  const isUntouched = [...present].every(([path, text]) => path === INDEX_FILE || hashes.get(path) === digest(text, 64))
  return isUntouched && [...hashes.keys()].every((path) => present.has(path)) ? wave : undefined
}

/** True when another version made an output of which it records the very same files. A folder without such a record is nobody's. */
export function isOtherVersion(present: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  const [index, own] = [readIndex(present.get(INDEX_FILE)), readIndex(wanted.get(INDEX_FILE))]
  const version = textAt(index, 'version')
  if (version === undefined || version === textAt(own, 'version')) return false
  const [hashes, wantedHashes] = [hashesIn(index), hashesIn(own)]
  const isSame =
    hashes.size === wantedHashes.size && [...wantedHashes].every(([path, hash]) => hashes.get(path) === hash)
  return isSame && textAt(index, 'environment') === textAt(own, 'environment')
}
