import { components } from '../../policies/index.ts'
import type { ExpandedEnvironment } from '../flows/expand-all.ts'
import { expandAll } from '../flows/expand-all.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import { canonical, isObject } from '../model/json.ts'
import type { Plan } from '../model/plan.ts'
import { escapeToken, resolvePointer } from '../model/pointer.ts'
import { didYouMean } from '../model/suggest.ts'
import { visible } from '../model/visible.ts'
import type { Explanation } from '../stages/explain.ts'
import { explain, explainable } from '../stages/explain.ts'
import { findingsJson, json } from '../stages/report/json.ts'
import { valueText } from '../stages/report/markdown.ts'
import { schemaKinds } from '../stages/validate/kinds.ts'
import { chooseEnvironments } from './choose.ts'
import { desiredStateIn } from './desired-state.ts'
import { explainsField } from './explain/field.ts'
import type { Io } from './io.ts'
import { printBesides } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'

export const explainCommand: CommandDefinition = {
  usage: 'explain [what]',
  summary:
    'a field of what people write; or which file, line or default produced an object, and which policy and clusters carry it',
  words: [...schemaKinds(components).keys()],
  examples: [
    ['isthmus explain environment.spec.clusters.network', 'type, default, meaning, examples and rules of a field'],
    ['isthmus explain StatefulSet/vault/vault#/spec/replicas', 'who asked for three replicas'],
    ['isthmus explain vault-cluster1', 'a policy by its name'],
    ['isthmus explain', 'every setting of every environment, written or default'],
  ],
  exitTwo: 'a finding of severity error in the repository',
  async run({ io, common, args }) {
    const [wanted] = args
    if (wanted !== undefined && explainsField(io, wanted, common.output === 'json')) return 0
    const read = await desiredStateIn(common.directory, io)
    const expanded = expandAll(read, components, common.environment, undefined, io.progress)
    if (hasErrors(expanded.findings) && expanded.environments.length === 0) {
      if (common.output === 'json') io.out(findingsJson(expanded.findings))
      else printBesides(io, expanded.findings, read.files, common.verbose)
      return 2
    }
    const chosen = chooseEnvironments(expanded, common.environment)
    if (wanted === undefined) return printSettings(io, chosen, common.output === 'json')
    const [object = '', pointer = ''] = wanted.split('#', 2)
    const found = chosen.flatMap(({ plan }) => explain(plan, object, pointer, expanded.documents))
    if (found.length === 0)
      throw notFound(
        object,
        pointer,
        chosen.map((each) => each.plan),
      )
    if (common.output === 'json') io.out(json({ object, pointer, matches: found }))
    else for (const each of grouped(found)) io.out(`${describe(object, pointer, each, io)}\n`)
    return 0
  },
}

function notFound(object: string, pointer: string, plans: readonly Plan[]): Failure {
  const meant = didYouMean(object, plans.flatMap(explainable))
  return new Failure(
    'explain/not-found',
    `nothing that is rendered is called ${object === '' ? 'so' : object}${pointer === '' ? '' : ` with a value at ${pointer}`}`,
    {
      hint:
        meant === undefined || meant === object
          ? 'write Kind/namespace/name, Kind/name or the name of a policy, and optionally #/json/pointer'
          : `did you mean ${meant}?`,
    },
  )
}

/** The same value from the same lines in several policies is said once. */
function grouped(all: readonly Explanation[]): readonly (readonly Explanation[])[] {
  const groups = new Map<string, Explanation[]>()
  for (const each of all) {
    const key = canonical([each.value, each.origins.map((origin) => `${origin.file}:${origin.line}:${origin.pointer}`)])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

function describe(object: string, pointer: string, same: readonly Explanation[], io: Io): string {
  const [first] = same
  if (!first) return ''
  const { bold, dim } = io.palette
  const origins = first.origins.map((each) => {
    const what = each.pointer || 'the whole of it'
    const how = each.isDefault ? `default of ${what}, under` : `${what}, written at`
    return visible(`  asked for by   ${how} ${each.file}:${each.line}:${each.column}`)
  })
  const carried = same.map((each) =>
    each.policy === ''
      ? '  carried by     nothing: it is delivered to the hub beside the policies'
      : `  carried by     ${visible(`policy ${each.policy} to ${each.clusters.join(', ')}`)} ${dim(visible(`placement ${each.placement}, component ${each.component}`))}`,
  )
  return [
    `${bold(`${object}${pointer === '' ? '' : `#${pointer}`}`)} = ${visible(valueText(first.value, 200))}`,
    ...origins,
    ...carried,
  ].join('\n')
}

function printSettings(io: Io, environments: readonly ExpandedEnvironment[], isJson: boolean): 0 {
  const all = environments.map(({ name, plan, document }) => ({
    environment: name,
    settings: leaves(plan.environment as unknown as Json, '').map(({ pointer, value }) => {
      const isDefault = resolvePointer(document.value, pointer) === undefined
      return { pointer, value, isDefault, ...(isDefault ? {} : { place: document.locate(pointer) }) }
    }),
  }))
  if (isJson) io.out(json({ environments: all }))
  else {
    for (const each of all) {
      io.out(`${io.palette.bold(each.environment)}\n`)
      for (const { pointer, value, isDefault, place } of each.settings) {
        const from = isDefault || !place ? io.palette.dim('default') : io.palette.dim(`${place.file}:${place.line}`)
        io.out(`  ${visible(`${pointer} = ${valueText(value)}`)}  ${from}\n`)
      }
    }
  }
  return 0
}

function leaves(value: Json, pointer: string): readonly { readonly pointer: string; readonly value: Json }[] {
  const isScalarList = Array.isArray(value) && value.every((each) => typeof each !== 'object')
  if (Array.isArray(value) && !isScalarList) return value.flatMap((each: Json, i) => leaves(each, `${pointer}/${i}`))
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, child]) => leaves(child, `${pointer}/${escapeToken(key)}`))
  return [{ pointer, value }]
}
