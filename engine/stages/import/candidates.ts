import type { Component } from '../../model/component.ts'
import type { SeenCluster } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import { placeOf } from './account.ts'
import { effectiveKey } from './find.ts'
import { areasOf } from './scope.ts'
import type { Choice } from './settings.ts'
import { choicesIn, clusterChoicesIn, withSetting } from './settings.ts'
import type { Compare, PlacedTemplate, Presence, Render, Trial } from './trial.ts'
import { namedObjects, placedTemplates, presenceOf } from './trial.ts'

export interface FitInput {
  readonly environment: JsonObject
  readonly components: readonly Component[]
  readonly seen: readonly SeenCluster[]
  readonly render: Render
  readonly compare: Compare
}

/** Components whose objects are there in part, and why they are not used. */
export type Rejected = readonly { readonly component: string; readonly because: string }[]

/** An environment with the components that are still in question. */
export interface Candidates {
  readonly environment: JsonObject
  readonly rejected: Rejected
}

/** Components of which more is there than is missing, with defaults. */
export function plausible(input: FitInput): Candidates {
  const everything = withComponents(
    input.environment,
    Object.fromEntries(input.components.map((each) => [each.name, {}])),
  )
  const templates = templatesOf(input.render(everything), input)
  const rejected: { component: string; because: string }[] = []
  const used = input.components.filter(({ name }) => {
    const presence = presenceOf(name, templates)
    const isLikely = presence.present > presence.missing.length
    if (!isLikely && presence.present > 0) rejected.push({ component: name, because: absence(presence) })
    return isLikely
  })
  const names = closed(used, input.components).map((each) => [each.name, {}])
  return { environment: withComponents(input.environment, Object.fromEntries(names)), rejected }
}

function absence({ present, missing }: Presence): string {
  const shown = missing.slice(0, 3).map((each) => `${describeKey(keyOf(each.object))} on ${each.cluster}`)
  return `only ${present} of ${present + missing.length} objects are there; missing are ${shown.join(', ')}${missing.length > 3 ? ' and more' : ''}`
}

/** Without components whose needs are not met. */
export function closed(used: readonly Component[], all: readonly Component[]): readonly Component[] {
  const names = new Set(used.map((each) => each.name))
  const kept = used.filter((each) => each.needs.every((need) => names.has(need)))
  return kept.length === used.length ? kept : closed(kept, all)
}

/** Without components of which an object is missing: no setting brings an object that is not there. */
export function complete(environment: JsonObject, input: FitInput, before: Rejected): Candidates {
  const templates = templatesOf(input.render(environment), input)
  const settings = componentsIn(environment)
  const used = input.components.filter((each) => Object.hasOwn(settings, each.name))
  const lacking = used.filter((each) => presenceOf(each.name, templates).missing.length > 0)
  if (lacking.length === 0) return { environment, rejected: before }
  const kept = closed(
    used.filter((each) => !lacking.includes(each)),
    input.components,
  )
  const rejected = used
    .filter((each) => !kept.includes(each))
    .map(({ name }) => ({
      component: name,
      because: lacking.some((each) => each.name === name) ? absence(presenceOf(name, templates)) : UNMET,
    }))
  const next = Object.fromEntries(kept.map(({ name }) => [name, settings[name] ?? {}]))
  return complete(withComponents(environment, next), input, [...before, ...rejected])
}

export const UNMET = 'it needs a component that is not used'

/** Share of missing objects up to which another setting may be the reason. */
const MOST_LACKING = 0.2

/**
 * Which cluster stands in a setting, then enums and switches, one after the other: the value that accounts for most of the objects that
 * are there.
 */
export function choose(environment: JsonObject, input: FitInput): JsonObject {
  const scoped = scopedIdentities(environment, input.seen)
  const clusters = listAt(environment, 'spec', 'clusters').flatMap((each) => textAt(each, 'name') ?? [])
  return input.components.reduce((all, { name, settings }) => {
    if (!Object.hasOwn(componentsIn(all), name)) return all
    const [literal, pointer] = [settings.literal as Json, `/spec/components/${name}`]
    const score = (each: JsonObject) => ({ environment: each, ...scoreOf(each, name, input, scoped) })
    const placed = bestOf(score(all), clusterChoicesIn(literal, pointer, clusters), score)
    // A dark or empty region is no matter of settings.
    if (placed.lacks > MOST_LACKING) return placed.environment
    return bestOf(placed, choicesIn(literal, pointer), score).environment
  }, environment)
}

interface Scored {
  readonly environment: JsonObject
  readonly score: number
  readonly lacks: number
  readonly isComplete: boolean
}

function bestOf(start: Scored, choices: readonly Choice[], score: (environment: JsonObject) => Scored): Scored {
  return choices.reduce((best, { pointer, values }) => {
    if (best.isComplete) return best
    return values.reduce<Scored>((here, value) => {
      const found = score(withSetting(here.environment, { pointer, value }))
      return found.score > here.score ? found : here
    }, best)
  }, start)
}

/** How well a component fits by names alone; complete where nothing is missing and nothing of the platform is left over. */
function scoreOf(
  environment: JsonObject,
  name: string,
  input: FitInput,
  scoped: ReadonlySet<string>,
): Omit<Scored, 'environment'> {
  const trial = input.render(environment)
  if (trial.environment === undefined) return { score: Number.NEGATIVE_INFINITY, lacks: 1, isComplete: false }
  const templates = templatesOf(trial, input)
  const { present, missing } = presenceOf(name, templates)
  const named = new Set(
    templates.flatMap(({ cluster, definition }) =>
      namedObjects(definition).map((each) => placeOf(cluster.name, effectiveKey(each))),
    ),
  )
  const isComplete = missing.length === 0 && [...scoped].every((each) => named.has(each))
  return { score: present - missing.length, lacks: missing.length / (present + missing.length || 1), isComplete }
}

/** Every object that is part of the platform by its kind and place. */
function scopedIdentities(environment: JsonObject, seen: readonly SeenCluster[]): ReadonlySet<string> {
  const members = listAt(environment, 'spec', 'clusters').flatMap((each) => textAt(each, 'name') ?? [])
  return new Set(
    seen.flatMap(({ name, objects }) => {
      const areas = areasOf(name, objects, members)
      return objects.filter((each) => areas(each) !== undefined).map((each) => placeOf(name, effectiveKey(each)))
    }),
  )
}

export function templatesOf(trial: Trial, input: FitInput): readonly PlacedTemplate[] {
  return placedTemplates(trial.policies, input.seen)
}

export function componentsIn(environment: JsonObject): JsonObject {
  const spec = environment.spec
  return isObject(spec) && isObject(spec.components) ? spec.components : {}
}

export function withComponents(environment: JsonObject, components: JsonObject): JsonObject {
  const spec = isObject(environment.spec) ? environment.spec : {}
  return { ...environment, spec: { ...spec, components } }
}
