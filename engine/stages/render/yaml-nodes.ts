import type { Node, ScalarNode } from 'js-yaml'
import { COLLECTION_STYLE, floatYaml11Tag, SCALAR_STYLE } from 'js-yaml'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'

const TAG = 'tag:yaml.org,2002:'

/**
 * A value as js-yaml's presenter takes it, maps sorted by key. js-yaml's own `dump` asks up to thirteen types of each value whether
 * it is one of theirs, and sorts afterwards; JSON has six, and gives the same nodes (held to `dump` by a property test).
 */
export function yamlNodes(value: Json): Node {
  if (typeof value === 'string') return scalar('str', value)
  if (Array.isArray(value)) return { kind: 'sequence', ...block('seq'), items: value.map(listed) }
  if (isObject(value)) return { kind: 'mapping', ...block('map'), items: pairs(value) }
  if (typeof value === 'number') return number(value)
  return value === null ? scalar('null', 'null') : scalar('bool', String(value))
}

/** What is not there has no line in a map, and is nothing in a list. */
function listed(value: Json | undefined): Node {
  return yamlNodes(value ?? null)
}

function pairs(map: { readonly [key: string]: Json | undefined }) {
  const items: { key: Node; value: Node }[] = []
  for (const key of Object.keys(map).sort()) {
    const value = map[key]
    if (value !== undefined) items.push({ key: scalar('str', key), value: yamlNodes(value) })
  }
  return items
}

function block(tag: string) {
  return { tag: TAG + tag, tagged: false, style: COLLECTION_STYLE.BLOCK } as const
}

function scalar(tag: string, value: string): ScalarNode {
  return { kind: 'scalar', tag: TAG + tag, tagged: false, style: SCALAR_STYLE.PLAIN, value }
}

function number(value: number): Node {
  const written = String(value)
  const isWhole = Number.isInteger(value) && !Object.is(value, -0) && !written.includes('e')
  return isWhole ? scalar('int', written) : scalar('float', floatYaml11Tag.represent(value))
}
