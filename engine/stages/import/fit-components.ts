import type { Component } from '../../model/component.ts'
import type { SeenCluster } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import { choicesIn, settingsBehind, withSetting } from './settings.ts'
import type { Compare, Deviation, PlacedTemplate, Presence, Render, Trial } from './trial.ts'
import { deviations, placedTemplates, presenceOf } from './trial.ts'

/** Rounds of finding a setting and rendering again; each setting needs one, settings behind settings one more. */
const ROUNDS = 6

export interface FitInput {
  readonly environment: JsonObject
  readonly components: readonly Component[]
  readonly seen: readonly SeenCluster[]
  readonly render: Render
  readonly compare: Compare
}

export interface Fitted {
  readonly environment: JsonObject
  /** Components that reproduce what runs. */
  readonly used: readonly string[]
  readonly rejected: readonly { readonly component: string; readonly because: string }[]
  readonly trial: Trial
}

/**
 * Finds the components whose objects run, and the settings that reproduce them: render, compare, read the settings off the
 * differences, render again. A component that still differs in one field is not used, since it would fight what runs.
 */
export function fitComponents(input: FitInput): Fitted {
  const start = plausible(input)
  const chosen = choose(start.environment, input)
  return reject(refine(chosen, input), input, start.rejected)
}

function templatesOf(trial: Trial, input: FitInput): readonly PlacedTemplate[] {
  return placedTemplates(trial.policies, input.seen)
}

/** Components of which more is there than is missing, with defaults. */
function plausible(input: FitInput) {
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
function closed(used: readonly Component[], all: readonly Component[]): readonly Component[] {
  const names = new Set(used.map((each) => each.name))
  const kept = used.filter((each) => each.needs.every((need) => names.has(need)))
  return kept.length === used.length ? kept : closed(kept, all)
}

/** Enums and switches, one after the other: the value that accounts for most of the objects that are there. */
function choose(environment: JsonObject, input: FitInput): JsonObject {
  const count = (candidate: JsonObject, name: string): number => {
    const trial = input.render(candidate)
    if (trial.environment === undefined) return Number.NEGATIVE_INFINITY
    const { present, missing } = presenceOf(name, templatesOf(trial, input))
    return present - missing.length
  }
  return input.components.reduce((all, component) => {
    if (!Object.hasOwn(componentsIn(all), component.name)) return all
    const choices = choicesIn(component.settings.literal as Json, `/spec/components/${component.name}`)
    return choices.reduce(
      (best, { pointer, values }) => {
        for (const value of values) {
          const candidate = withSetting(best.environment, { pointer, value })
          const score = count(candidate, component.name)
          if (score > best.score) return { environment: candidate, score }
        }
        return best
      },
      { environment: all, score: count(all, component.name) },
    ).environment
  }, environment)
}

interface Best {
  readonly environment: JsonObject
  readonly found: readonly Deviation[]
}

/** Reads settings off differences, and tries the few-valued ones, until nothing more is learned. */
function refine(environment: JsonObject, input: FitInput): JsonObject {
  let best = judged(environment, input)
  for (let round = 0; round < ROUNDS && best.found.length > 0; round += 1) {
    const learned = better(best, changed(best, input), input)
    const tried = tryChoices(learned, input)
    if (tried === best) break
    best = tried
  }
  return best.environment
}

function judged(environment: JsonObject, input: FitInput): Best {
  return { environment, found: deviations(templatesOf(input.render(environment), input), input.compare) }
}

function better(best: Best, environment: JsonObject, input: FitInput): Best {
  if (environment === best.environment) return best
  const candidate = judged(environment, input)
  return weight(candidate.found) < weight(best.found) ? candidate : best
}

/** The environment with every setting that differences give away, as far as its schema allows. */
function changed({ environment, found }: Best, input: FitInput): JsonObject {
  const changes = settingsBehind(found, input.render(environment).environment ?? {})
  return changes.reduce((all, change) => {
    const candidate = withSetting(all, change)
    return input.render(candidate).environment === undefined ? all : candidate
  }, environment)
}

/** What the whole environment may choose; it changes texts and numbers that no difference leads back to. */
const PLATFORM_CHOICES = [
  { pointer: '/spec/survive', values: ['region+node'] },
  { pointer: '/spec/production', values: [false] },
]

function tryChoices(best: Best, input: FitInput): Best {
  const differing = new Set(best.found.map((each) => each.template.policy.component))
  const own = input.components
    .filter((each) => differing.has(each.name))
    .flatMap((each) => choicesIn(each.settings.literal as Json, `/spec/components/${each.name}`))
  return [...PLATFORM_CHOICES, ...own].reduce((all, { pointer, values }) => {
    if (all.found.length === 0) return all
    return values.reduce<Best>((here, value) => {
      const environment = withSetting(here.environment, { pointer, value })
      return input.render(environment).environment === undefined ? here : better(here, environment, input)
    }, all)
  }, best)
}

function weight(found: readonly Deviation[]): number {
  return found.reduce((sum, each) => sum + Math.max(1, each.difference.fields.length), 0)
}

/** Drops what still differs or breaks a rule, and what needs it, until the rest reproduces what runs. */
function reject(environment: JsonObject, input: FitInput, before: Fitted['rejected']): Fitted {
  const trial = input.render(environment)
  const found = deviations(templatesOf(trial, input), input.compare)
  const used = Object.keys(componentsIn(environment))
  const differing = used.filter((name) => found.some((each) => each.template.policy.component === name))
  const breaking = differing.length === 0 && trial.errors.length > 0 ? used.slice(-1) : []
  const dropped = [...differing, ...breaking]
  if (dropped.length === 0) return { environment, used, rejected: before, trial }
  const kept = closed(
    input.components.filter((each) => used.includes(each.name) && !dropped.includes(each.name)),
    input.components,
  )
  const settings = componentsIn(environment)
  const next = Object.fromEntries(kept.map(({ name }) => [name, settings[name] ?? {}]))
  const lost = used.filter((name) => !Object.hasOwn(next, name))
  const rejected = lost.map((component) => ({
    component,
    because: differing.includes(component)
      ? differenceWords(found.filter((each) => each.template.policy.component === component))
      : breaking.includes(component)
        ? (trial.errors[0]?.text ?? '')
        : 'it needs a component that is not used',
  }))
  return reject(withComponents(environment, next), input, [...before, ...rejected])
}

function differenceWords(found: readonly Deviation[]): string {
  const shown = found.slice(0, 3).map(({ template, difference }) => {
    const field = difference.fields[0]?.pointer
    return `${describeKey(difference.object)} on ${template.cluster.name}${field === undefined ? ` is ${difference.change}` : ` at ${field}`}`
  })
  return `${found.length} objects would differ: ${shown.join('; ')}${found.length > 3 ? '; and more' : ''}`
}

function componentsIn(environment: JsonObject): JsonObject {
  const spec = environment.spec
  return isObject(spec) && isObject(spec.components) ? spec.components : {}
}

export function withComponents(environment: JsonObject, components: JsonObject): JsonObject {
  const spec = isObject(environment.spec) ? environment.spec : {}
  return { ...environment, spec: { ...spec, components } }
}
