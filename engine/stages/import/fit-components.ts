import type { Json, JsonObject } from '../../model/json.ts'
import { describeKey } from '../../model/kube.ts'
import type { FitInput, Rejected } from './candidates.ts'
import { choose, closed, complete, componentsIn, plausible, templatesOf, UNMET, withComponents } from './candidates.ts'
import { choicesIn, settingsBehind, withSetting } from './settings.ts'
import type { Deviation, Render, Trial } from './trial.ts'
import { deviations } from './trial.ts'

/** Rounds of finding a setting and rendering again; each setting needs one, settings behind settings one more. */
const ROUNDS = 6

export interface Fitted {
  readonly environment: JsonObject
  /** Components that reproduce what runs. */
  readonly used: readonly string[]
  readonly rejected: Rejected
  readonly trial: Trial
}

/**
 * Finds the components whose objects run, and the settings that reproduce them: render, compare, read the settings off the
 * differences, render again. A component that still differs in one field is not used, since it would fight what runs.
 */
export function fitComponents(given: FitInput): Fitted {
  const input = { ...given, render: remembered(given.render) }
  const start = plausible(input)
  const present = complete(choose(start.environment, input), input, start.rejected)
  return reject(refine(present.environment, input), input, present.rejected)
}

/** The same environment renders to the same policies. */
function remembered(render: Render): Render {
  const known = new Map<string, Trial>()
  return (environment) => {
    const key = JSON.stringify(environment)
    const trial = known.get(key) ?? render(environment)
    known.set(key, trial)
    return trial
  }
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
function reject(environment: JsonObject, input: FitInput, before: Rejected): Fitted {
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
        : UNMET,
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
