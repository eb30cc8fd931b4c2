import type { AuthoredPolicy } from './authored-policy.ts'
import type { Catalog } from './catalog.ts'
import type { Configuration } from './configuration.ts'
import type { Environment } from './environment.ts'
import type { Exception } from './exception.ts'
import type { Place } from './finding.ts'
import type { GeneratorEntry, GeneratorFiles } from './generator-files.ts'
import type { Json } from './json.ts'
import type { Override } from './override.ts'
import type { PolicyPlacement } from './policy-placement.ts'
import type { Origin } from './traced.ts'

/** A file as read: path from the repository root with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  /** It is what Kustomize made of a folder, which may be larger than what people write. */
  readonly isBuilt?: true
  /** Of a kustomization: what Kustomize made of its folder, or why it does not. */
  readonly built?: GeneratorEntry
  /** Of a PolicyGenerator file: what else than YAML stands at paths that it names, by path from the root of the repository. */
  readonly named?: GeneratorFiles
}

/** One YAML document of a file. */
export interface LoadedDocument {
  readonly file: string
  /** Position among the documents of its file that hold something, from 0. */
  readonly index: number
  /** '' where the document names none. */
  readonly apiVersion: string
  readonly kind: string
  readonly value: Json
  /** The whole file, for excerpts. */
  readonly text: string
  /** It does not parse: `value` holds only what could be made out of apiVersion, kind and metadata.name. */
  readonly isBroken: boolean
  /** Where the value of a JSON pointer stands, or its key; the nearest enclosing value where it is absent. */
  locate(pointer: string, part?: 'key' | 'value'): Place
}

/** A place in a document; `pointer` is a JSON pointer, '' the whole document. */
export function originIn({ file, index }: Pick<LoadedDocument, 'file' | 'index'>, pointer = ''): Origin {
  return { file, document: index, pointer }
}

/** A value as validated, with its defaults, and the document that it was written in. */
export interface Sourced<T> {
  readonly value: T
  readonly document: LoadedDocument
}

/** A folder of `policies/` that holds YAML. */
export interface AuthoredPolicyFolder {
  readonly name: string
  /** Absent where the folder has no valid AuthoredPolicy document. */
  readonly policy?: Sourced<AuthoredPolicy>
  /** Everything else in the folder, in order of path. */
  readonly manifests: readonly LoadedDocument[]
  /** Documents of kind PolicyGenerator. */
  readonly generators: readonly LoadedDocument[]
}

/** Everything that people wrote and that is valid by its schema. */
export interface DesiredState {
  readonly environments: readonly Sourced<Environment>[]
  readonly placements: readonly Sourced<PolicyPlacement>[]
  readonly configuration?: Sourced<Configuration>
  readonly catalog?: Sourced<Catalog>
  readonly authored: readonly AuthoredPolicyFolder[]
  /** Policies that are enforced on some clusters until a day. */
  readonly overrides?: readonly Sourced<Override>[]
  /** Drifts that are lived with until a day. */
  readonly exceptions?: readonly Sourced<Exception>[]
}
