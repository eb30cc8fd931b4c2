import type { Environment } from './environment.ts'
import type { Json } from './json.ts'
import { at } from './json.ts'

/**
 * A component's settings for whoever is not that component: checked by a schema that only the component knows, so of any
 * shape here; undefined where the environment does not use it.
 */
export function settingsOf(environment: Environment, component: string): Json | undefined {
  return at(environment.spec.components as Json, component)
}
