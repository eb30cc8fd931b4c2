import type { JsonObject } from '../../model/json.ts'

/**
 * What a document that does not parse probably is, by its text: enough not to report everything that refers to it as
 * unknown.
 */
export function outlineOf(text: string): JsonObject {
  const head = text.slice(0, 16_384)
  const pick = (pattern: RegExp) => pattern.exec(head)?.[1] ?? ''
  return {
    apiVersion: pick(/^apiVersion:[ \t]*["']?([\w./-]+)/m),
    kind: pick(/^kind:[ \t]*["']?(\w+)/m),
    metadata: { name: pick(/^metadata:\s{0,200}(?:\{\s{0,20})?name:[ \t]*["']?([\w.-]+)/m) },
  }
}
