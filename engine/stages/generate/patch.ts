import type { Json, JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import { asBuilt } from './patch/as-built.ts'
import { builtInSchema, isClusterScoped } from './patch/built-in.ts'
import { openApiSchemas } from './patch/list-schema.ts'
import { merge } from './patch/merge.ts'
import type { Fields, Node } from './patch/node.ts'
import { copyOf, isFields } from './patch/node.ts'
import type { Merging, Quotes } from './patch/step.ts'

/** Documents with patches applied, or why that cannot be; `patch` is the index of the one at fault. */
export type Patched =
  | { readonly documents: readonly JsonObject[] }
  | { readonly problem: string; readonly patch: number | undefined }

const IDENTITY = [['apiVersion'], ['kind'], ['metadata', 'name']] as const

/** Applies strategic merge patches as Kustomize does. With one document what a patch does not say about its target is filled in. */
export function applyPatches(
  documents: readonly JsonObject[],
  patches: readonly JsonObject[],
  openApi: Json | undefined,
): Patched {
  const [only] = documents
  if (!only) return { problem: 'patches need one or more manifests to apply to', patch: undefined }
  for (const path of IDENTITY)
    if (documents.some((each) => (textAt(each, ...path) ?? '') === ''))
      return { problem: `where there are patches every manifest needs \`${path.join('.')}\``, patch: undefined }
  const targets = documents.flatMap((each) => inlined(copyOf(each)))
  for (const path of IDENTITY)
    if (targets.some((each) => (textAt(each as JsonObject, ...path) ?? '') === ''))
      return { problem: `where there are patches every item of a list needs \`${path.join('.')}\``, patch: undefined }
  const ids = new Set(targets.map(identityOf))
  if (ids.size < targets.length)
    return { problem: 'two manifests are the same object, so patches cannot tell them apart', patch: undefined }
  let left: readonly Fields[] = targets
  const quotes: Quotes = new WeakMap()
  for (const [index, given] of patches.entries()) {
    const applied = applyOne(left, given, documents.length === 1 ? only : undefined, openApi, quotes)
    if (typeof applied === 'string') return { problem: applied, patch: index }
    left = applied
  }
  return { documents: asBuilt(left) as readonly JsonObject[] }
}

/** A list of objects (`kind: List`, `ConfigMapList`) is its items to Kustomize. */
function inlined(object: Node): readonly Fields[] {
  if (!isFields(object)) return [{}]
  const { kind, items } = object
  if (typeof kind !== 'string' || !kind.endsWith('List') || items === undefined) return [object]
  return Array.isArray(items) ? items.flatMap(inlined) : items === null ? [] : [{}]
}

/** The documents after one patch, or what is wrong with it. */
function applyOne(
  targets: readonly Fields[],
  given: JsonObject,
  only: JsonObject | undefined,
  openApi: Json | undefined,
  quotes: Quotes,
): readonly Fields[] | string {
  const patch = copyOf(given) as Fields
  const missing = only === undefined ? IDENTITY.find((path) => (textAt(given, ...path) ?? '') === '') : undefined
  if (missing)
    return `where there is more than one manifest a patch needs \`${missing.join('.')}\` to say which it is for`
  if (only) {
    const unfit = fillIn(patch, only)
    if (unfit !== undefined) return unfit
  }
  const id = identityOf(patch)
  const target = targets.find((each) => identityOf(each) === id)
  if (!target) return `no manifest is the ${id} that the patch is for`
  const { kind, metadata } = copyOf(target as JsonObject) as Fields
  const merging: Merging = { problem: undefined }
  const schemaOf = openApi === undefined ? builtInSchema : openApiSchemas(openApi)
  const merged = merge(target, patch, { schema: undefined, schemaOf, path: [], merging, quotes })
  if (merging.problem) return `${merging.problem.path || 'the object'} cannot be patched: ${merging.problem.message}`
  if (!isFields(merged)) return targets.filter((each) => each !== target)
  // A whole object that is replaced stays as it is: Kustomize keeps what was merged into it, not what came of the merge.
  restore(target, kind, metadata)
  return targets
}

/** A patch changes neither kind nor name nor namespace. */
function restore(merged: Fields, kind: Fields[string] | undefined, metadata: Fields[string] | undefined): void {
  if (kind !== undefined) merged.kind = kind
  const { name, namespace } = isFields(metadata) ? metadata : {}
  const now = isFields(merged.metadata) ? merged.metadata : {}
  if (name !== undefined) now.name = name
  if (namespace === undefined || namespace === '') delete now.namespace
  else now.namespace = namespace
  merged.metadata = now
}

/** Fills in what a patch does not say about the one manifest; the name of a field that is no text. */
function fillIn(patch: Fields, only: JsonObject): string | undefined {
  if (patch.metadata === undefined) patch.metadata = {}
  if (!isFields(patch.metadata)) return '`metadata` of a patch must be a map'
  const fields = [
    [patch, 'apiVersion', textAt(only, 'apiVersion')],
    [patch, 'kind', textAt(only, 'kind')],
    [patch.metadata, 'name', textAt(only, 'metadata', 'name')],
    [patch.metadata, 'namespace', textAt(only, 'metadata', 'namespace')],
  ] as const
  for (const [holder, key, value] of fields) {
    const present = holder[key]
    if (present !== undefined && typeof present !== 'string') return `\`${key}\` of a patch must be text`
    if (present === undefined || present === '') holder[key] = value ?? ''
  }
  return undefined
}

function identityOf(object: Fields): string {
  const apiVersion = textAt(object as JsonObject, 'apiVersion') ?? ''
  const kind = textAt(object as JsonObject, 'kind') ?? ''
  const namespace = textAt(object as JsonObject, 'metadata', 'namespace') ?? ''
  const scope = isClusterScoped(apiVersion, kind) ? '' : `${namespace === '' ? 'default' : namespace}/`
  return `${apiVersion} ${kind} ${scope}${textAt(object as JsonObject, 'metadata', 'name') ?? ''}`
}
