import type { Json } from './json.ts'
import { isObject } from './json.ts'
import { itemKey } from './list-item.ts'
import { escapeToken, tokensOf } from './pointer.ts'
import { redactText } from './redact.ts'

const LONGEST_KEY = 60

/**
 * The pointer with list items named by their key, as `/spec/template/spec/containers/[vault]/image`. A list item without
 * a key that can be shown keeps its index. `value` is what stands at the pointer, for an item that the object has not.
 */
export function readablePath(object: Json | undefined, pointer: string, value?: Json): string {
  const tokens = tokensOf(pointer)
  let here: Json | undefined = object
  return tokens
    .map((token, i) => {
      const isItem = Array.isArray(here)
      const next: Json | undefined = Array.isArray(here)
        ? here[Number(token)]
        : isObject(here) && Object.hasOwn(here, token)
          ? here[token]
          : undefined
      here = next
      const isLast = i === tokens.length - 1
      return `/${isItem ? itemName(isLast && value !== undefined ? value : next, token) : escapeToken(token)}`
    })
    .join('')
}

/** Keys of objects only: a plain value is shown beside the path anyway, as far as it may be. */
function itemName(item: Json | undefined, index: string): string {
  const key = isObject(item) ? itemKey(item) : undefined
  const isFit = key !== undefined && key.length <= LONGEST_KEY && !/[\s[\]]/.test(key) && redactText(key) === key
  return isFit ? `[${key}]` : index
}
