import type { LoadedDocument } from '../../model/document.ts'
import type { Finding, Place } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'
import { isSecretText } from '../../model/redact.ts'

const MESSAGE = 'this looks like a private key or an access token'
const HINT = 'refer to it by { env: NAME } or { file: path }; if it is real, replace it, since Git keeps it'

function isSamePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column
}

/** Values that look like real credentials, except where `known` findings already say so. The message never repeats them. */
export function findSecretValues(document: LoadedDocument, known: readonly Finding[]): readonly Finding[] {
  const found: { readonly pointer: string; readonly part: 'key' | 'value' }[] = []
  const walk = (value: Json, pointer: string): void => {
    if (typeof value === 'string') {
      if (isSecretText(value)) found.push({ pointer, part: 'value' })
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, `${pointer}/${i}`)
    } else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) {
        const here = `${pointer}/${escapeToken(key)}`
        if (isSecretText(key)) found.push({ pointer: here, part: 'key' })
        walk(child, here)
      }
    }
  }
  walk(document.value, '')
  return found
    .map(({ pointer, part }) => finding('secret/inline-value', document.locate(pointer, part), MESSAGE, HINT))
    .filter((each) => !known.some((other) => other.rule === 'secret/inline' && isSamePlace(each, other)))
}
