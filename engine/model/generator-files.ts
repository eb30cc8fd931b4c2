/** What stands at a path that a PolicyGenerator file names. */
export type GeneratorEntry =
  | { readonly kind: 'file'; readonly text: string }
  /** A folder: its YAML files by name, in order of name, without those of folders below it. */
  | { readonly kind: 'folder'; readonly files: ReadonlyMap<string, string> }
  /** A folder with a kustomization: what Kustomize makes of it, as one YAML stream. */
  | { readonly kind: 'kustomized'; readonly text: string }
  /** It is there but may not be used, or could not be read; `message` continues the sentence `the path … `. */
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string }

/** Builds a folder with a kustomization out of files by path; folder and paths have one root, and nothing else is used. */
export type Kustomize = (folder: string, files: ReadonlyMap<string, string>) => Promise<GeneratorEntry>

/** What a PolicyGenerator file names, by the very text of the path in it; a path that is not there has no entry. */
export type GeneratorFiles = ReadonlyMap<string, GeneratorEntry>

/** Reads files by path inside a folder of the repository, and nothing outside of it; what is not there has no entry. */
export type ReadInside = (folder: string, paths: readonly string[]) => Promise<GeneratorFiles>

/** Most bytes of a file that goes into a ConfigMap or a Secret: what the API server takes. */
export const INSIDE_LIMIT = 1024 * 1024
