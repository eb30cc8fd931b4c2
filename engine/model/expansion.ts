import type { AskedCatalog } from './catalog.ts'
import type { Component, PolicyDraft } from './component.ts'
import type { Sourced } from './document.ts'
import { originIn } from './document.ts'
import type { Environment } from './environment.ts'
import type { JsonObject } from './json.ts'
import type { Override } from './override.ts'
import type { PolicyPlacement } from './policy-placement.ts'
import type { Origin } from './traced.ts'

/** A value with the document it was read from. */
export interface Located<T> {
  readonly value: T
  readonly origin: Origin
}

export function located<T>({ value, document }: Sourced<T>): Located<T> {
  return { value, origin: originIn(document) }
}

/** A user's own policy, already in the form that components return; `origin` is its policy.yaml. */
export interface AuthoredDraft {
  readonly name: string
  readonly stateful: boolean
  readonly origin: Origin
  readonly drafts: (clusters: readonly string[], hub: boolean) => readonly PolicyDraft[]
}

/** A folder with a PolicyGenerator file, expanded: policies and policy sets as they are to be, each with the place that asked for it. */
export interface GeneratedFolder {
  readonly name: string
  readonly policies: readonly Located<JsonObject>[]
  readonly sets: readonly Located<JsonObject>[]
}

/** What components are asked with: an environment alone, whatever is placed. */
export interface PlatformInput {
  readonly environment: Located<Environment>
  readonly catalog: AskedCatalog
  /** All that there are, also those that the environment does not use. */
  readonly components: readonly Component[]
}

/** The components that the environment has settings for, be they empty. */
export function componentsUsed({ environment, components }: Omit<PlatformInput, 'catalog'>): readonly Component[] {
  return components.filter((each) => environment.value.spec.components[each.name] !== undefined)
}

/** What the expansion of one environment needs. */
export interface ExpandInput extends PlatformInput {
  /** The placements of this environment. */
  readonly placements: readonly Located<PolicyPlacement>[]
  readonly authored: readonly AuthoredDraft[]
  readonly generated?: readonly GeneratedFolder[]
  /** The overrides of this environment. They are rendered for as long as they stand in the repository: an expansion knows no date. */
  readonly overrides?: readonly Located<Override>[]
}
