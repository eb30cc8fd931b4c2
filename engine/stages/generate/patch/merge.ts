import { isQuoted } from './is-quoted.ts'
import type { ListSchema, SchemaOf } from './list-schema.ts'
import { mergeList } from './merge-list.ts'
import type { Fields, Node, Place } from './node.ts'
import { DIRECTIVE, isFields, isMissing } from './node.ts'
import type { Step } from './step.ts'
import { stop } from './step.ts'

/**
 * Strategic merge as Kustomize does it (kyaml merge2 and walk): `patch` over `dest`, both changed in place. Undefined where
 * the value goes away. What only `dest` has stays; null in the patch removes; lists are replaced unless the schema says by
 * which keys they are merged, and then new elements come first.
 */
export function merge(dest: Place, patch: Place, step: Step): Place {
  const shape = shapeOf(isMissing(dest) ? patch : dest)
  if (shape === 'nothing') return dest === null && patch === undefined ? null : undefined
  for (const each of [dest, patch])
    if (!isMissing(each) && shapeOf(each) !== shape)
      return stop(step.merging, step.path, `it is a ${shapeOf(each)} in one place and a ${shape} in the other`)
  const known = { ...step, schema: step.schema ?? ownSchema(step.schemaOf, dest, patch) }
  if (shape === 'map') return mergeMap(dest, patch, known)
  if (shape === 'list' && known.schema?.mergeKeys !== undefined) return mergeList(dest, patch, known, merge)
  const value = patch === undefined ? dest : patch
  return value === null ? undefined : value
}

function shapeOf(node: Place): 'nothing' | 'map' | 'list' | 'value' {
  if (isMissing(node)) return 'nothing'
  if (isFields(node)) return 'map'
  return Array.isArray(node) ? 'list' : 'value'
}

/** An object inside another one brings its own schema. */
function ownSchema(schemaOf: SchemaOf, ...nodes: readonly Place[]): ListSchema | undefined {
  for (const node of nodes) {
    if (!isFields(node) || !Object.hasOwn(node, 'kind')) continue
    const { apiVersion, kind } = node
    if (typeof apiVersion === 'string' && typeof kind === 'string') {
      const found = schemaOf(apiVersion, kind)
      if (found) return found
    }
  }
  return undefined
}

function mergeMap(dest: Place, patch: Place, step: Step): Place {
  if (isFields(dest) && patch === null) return undefined
  const directive = isFields(patch) ? takeDirective(patch, step) : 'merge'
  if (directive === 'delete') return undefined
  const base = isFields(dest) && directive === 'merge' ? dest : patch
  if (!isFields(base)) return undefined
  // Where the patch is taken whole it is merged with itself, which carries out what is written inside it.
  const over = isFields(patch) ? patch : undefined
  for (const key of new Set([...Object.keys(base), ...Object.keys(over ?? {})])) {
    const before = own(base, key)
    const value = merge(before, own(over, key), {
      ...step,
      schema: step.schema?.field(key),
      path: [...step.path, key],
    })
    if (value === undefined) delete base[key]
    else base[key] = inQuotesOf(before, value, base, key, step)
  }
  return base
}

/** A value is written in the quotes of the value that it replaces (kyaml FieldSetter): `2` over `"1"` is `"2"`. */
function inQuotesOf(before: Place, value: Node, fields: Fields, key: string, { quotes }: Step): Node {
  const isScalar = before === null || (before !== undefined && typeof before !== 'object')
  if (!isScalar || typeof value === 'object') return value
  const known = quotes.get(fields) ?? new Map<string, boolean>()
  const isInQuotes = known.get(key) ?? (typeof before === 'string' && isQuoted(before))
  quotes.set(fields, known.set(key, isInQuotes))
  return isInQuotes ? String(value) : value
}

function own(fields: Fields | undefined, key: string): Place {
  return fields && Object.hasOwn(fields, key) ? fields[key] : undefined
}

/** What `$patch` asks for, taken out of the patch. */
function takeDirective(patch: Fields, step: Step): 'merge' | 'replace' | 'delete' {
  const directive = own(patch, DIRECTIVE)
  if (directive === undefined) return 'merge'
  delete patch[DIRECTIVE]
  if (directive === 'merge' || directive === 'replace' || directive === 'delete') return directive
  stop(step.merging, step.path, `$patch must be merge, replace or delete, not ${JSON.stringify(directive)}`)
  return 'merge'
}
