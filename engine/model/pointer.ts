import type { Json } from './json.ts'
import { isObject } from './json.ts'

/** RFC 6901: one reference token, escaped. */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Tokens of a JSON pointer; `''` is the whole document. */
export function tokensOf(pointer: string): readonly string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function pointerOf(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(token)}`).join('')
}

export function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')))
}

/** The value that a pointer names, or undefined. */
export function resolvePointer(value: Json | undefined, pointer: string): Json | undefined {
  let here: Json | undefined = value
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(here)) here = /^\d+$/.test(token) ? here[Number(token)] : undefined
    else if (isObject(here) && Object.hasOwn(here, token)) here = here[token]
    else return undefined
  }
  return here
}
