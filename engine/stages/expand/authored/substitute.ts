import type { ValueScalar } from '../../../model/declared-value.ts'
import type { Json } from '../../../model/json.ts'
import { isObject } from '../../../model/json.ts'
import { escapeToken } from '../../../model/pointer.ts'
import type { Origin, Traced, Tree } from '../../../model/traced.ts'
import { derived, mirror, Template } from '../../../model/traced.ts'
import { mayReference, splitReferences } from '../../../model/value-references.ts'
import type { Braces } from './braces.ts'
import { executed } from './braces.ts'

/** A declared value for one cluster, and the line that gave it. */
export interface ValueHere {
  readonly value: ValueScalar
  readonly origin: Origin
}

/**
 * A manifest with its values in place: a string that is one reference and nothing else takes the value's own type, inside
 * other text it takes its characters. Braces that the policy asked to have executed become templates, all others stay text.
 * Keys are left as they are. A value that is not there leaves its reference standing; validation has reported it.
 */
export function substitute(
  manifest: Json,
  origin: Origin,
  values: ReadonlyMap<string, ValueHere>,
  braces: Braces,
): Tree {
  const walk = (node: Json, pointer: string): Tree => {
    if (typeof node === 'string') return textOf(node, { ...origin, pointer }, values, braces)
    if (Array.isArray(node)) return node.map((item: Json, i) => walk(item, `${pointer}/${i}`))
    if (!isObject(node)) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => [key, walk(child, `${pointer}/${escapeToken(key)}`)]),
    )
  }
  return mirror(walk(manifest, origin.pointer), origin)
}

function textOf(text: string, here: Origin, values: ReadonlyMap<string, ValueHere>, braces: Braces): Tree {
  if (!mayReference(text)) return isAsked(text, braces) ? new Template(executed(text, braces), traced(here)) : text
  const parts = splitReferences(text)
  const from: Traced[] = [traced(here)]
  const texts = parts.map((part) => {
    if (typeof part === 'string') return part
    const found = values.get(part.name)
    if (!found) return `$(values.${part.name})`
    from.push(traced(found.origin))
    return found.value
  })
  const [only] = texts
  if (texts.length === 1 && typeof parts[0] === 'object' && only !== undefined) return derived(only, ...from)
  const whole = texts.map(String).join('')
  return isAsked(whole, braces) ? new Template(executed(whole, braces), ...from) : derived(whole, ...from)
}

function isAsked(text: string, braces: Braces): boolean {
  return braces !== 'none' && text.includes('{{')
}

function traced(origin: Origin): Traced {
  return mirror(undefined, origin)
}
