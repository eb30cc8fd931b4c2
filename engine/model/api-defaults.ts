import { BUILT_IN_DEFAULTS } from './api-defaults/built-in.ts'
import { CUSTOM_DEFAULTS } from './api-defaults/custom.ts'
import type { DefaultTable } from './api-defaults/pod.ts'

const NONE: DefaultTable = {}

/** What a server fills in where nothing is said, by pointer pattern; empty for kinds that are not known. */
export function apiDefaults(group: string, kind: string): DefaultTable {
  const id = `${group}/${kind}`
  if (Object.hasOwn(BUILT_IN_DEFAULTS, id)) return BUILT_IN_DEFAULTS[id] ?? NONE
  return Object.hasOwn(CUSTOM_DEFAULTS, id) ? (CUSTOM_DEFAULTS[id] ?? NONE) : NONE
}
