import { overShipped } from '../model/catalog.ts'
import type { Component } from '../model/component.ts'
import type { DesiredState, LoadedDocument, Sourced } from '../model/document.ts'
import type { Environment } from '../model/environment.ts'
import type { PlatformInput } from '../model/expansion.ts'
import { located } from '../model/expansion.ts'
import type { PlatformRequest } from '../stages/check.ts'
import { componentInput } from '../stages/expand/input.ts'
import { stretchedPlatform } from '../stages/expand/stretched.ts'

/** What components are asked with, for an environment as it is written. */
export function platformInput(
  environment: Sourced<Environment>,
  catalog: DesiredState['catalog'],
  components: readonly Component[],
): PlatformInput {
  const own = catalog === undefined ? {} : { own: located(catalog) }
  return { environment: located(environment), catalog: { ...overShipped(catalog?.value), ...own }, components }
}

/** What the checks of an environment alone are run with; `document` is the one that it stands in. */
export function platformRequest(input: PlatformInput, document: LoadedDocument): PlatformRequest {
  return {
    input,
    stretched: stretchedPlatform(input),
    componentChecks: (component) => component.check(componentInput(component, input)),
    locate: (pointer) => document.locate(pointer),
  }
}
