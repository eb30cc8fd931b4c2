import type { Json } from './json.ts'

/** RFC 6902, the operations that a comparison yields. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
