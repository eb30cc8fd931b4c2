import type { JsonObject } from './json.ts'
import type { Topology } from './topology.ts'

/** One policy as it stands in a rendered folder. */
export interface RenderedPolicy {
  readonly name: string
  readonly component: string
  readonly stateful: boolean
  readonly clusters: readonly string[]
  readonly object: JsonObject
  /** Repository path of its file. */
  readonly file: string
}

/** A rendered folder, read back or about to be written: what counts as the merged plan when it is on the default branch. */
export interface Rendered {
  readonly environment: string
  /** Version of Isthmus that made it; '' for none. */
  readonly version: string
  readonly clusters: readonly { readonly name: string; readonly cloud: string; readonly region: string }[]
  /** Absent where the folder records none. */
  readonly topology?: Topology
  readonly policies: readonly RenderedPolicy[]
  /** Everything that is no Policy: placements, bindings, namespaces. */
  readonly others: readonly JsonObject[]
}

export function emptyRendered(environment: string): Rendered {
  return { environment, version: '', clusters: [], policies: [], others: [] }
}

/** Record in a folder that we write: `{ files: { path: sha256 } }`, by which files of ours are told from others'. */
export const INDEX_FILE = '.isthmus.json'

/** Folder of an environment's output, from the repository root. */
export function renderedFolder(environment: string): string {
  return `rendered/${environment}`
}

/** A newer version never renders again on its own: what another one made is left to `isthmus upgrade`. */
export function madeByAnother({ version }: Pick<Rendered, 'version'>, own: string): boolean {
  return version !== '' && version !== own
}
