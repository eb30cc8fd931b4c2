import { resolve } from 'node:path'
import { components } from '../../policies/index.ts'
import { directorySource } from '../adapters/directory.ts'
import type { ExpandedEnvironment } from '../flows/expand-all.ts'
import { expandAll } from '../flows/expand-all.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import type { ObservedPlatform } from '../model/observed-services.ts'
import { NOTHING_OBSERVED } from '../model/observed-services.ts'
import { visible } from '../model/visible.ts'
import { findingsJson } from '../stages/report/json.ts'
import {
  casesJson,
  casesMarkdown,
  casesText,
  survivalJson,
  survivalMarkdown,
  survivalText,
} from '../stages/report/simulation.ts'
import type { Lost } from '../stages/simulate/lost.ts'
import { parseLost } from '../stages/simulate/lost.ts'
import { readObserved } from '../stages/simulate/observed.ts'
import { simulate, simulateCases } from '../stages/simulate.ts'
import { chooseEnvironments } from './choose.ts'
import { desiredStateIn } from './desired-state.ts'
import type { CommonOptions, ExitCode } from './options.ts'
import { printFindings } from './print-findings.ts'
import type { Call, CommandDefinition } from './register.ts'

export const simulateCommand: CommandDefinition = {
  usage: 'simulate',
  summary: 'what survives a loss: quorums, serving endpoints, time to fail over with the terms of each sum',
  formats: ['text', 'json', 'markdown'],
  options: [
    [
      '--lose <what>',
      'regions, clusters, zones or pods (cluster/pod), separated by commas; without it: every region in turn',
    ],
    ['--from <directory>', 'take voters and round trips from a snapshot, one sub-directory a cluster'],
  ],
  examples: [
    ['isthmus simulate', 'each region, and each region with the worst further node'],
    ['isthmus simulate --lose us-east-1', 'one region, with every term of every sum'],
    ['isthmus simulate --lose us-east-1,cluster2/vault-0', 'a region and one pod elsewhere'],
    ['isthmus simulate --lose us-east-1 --from must-gather', 'the same with what the probes saw'],
  ],
  exitTwo:
    'what spec.survive promises does not hold, or what --lose names is not survived; or a finding of severity error',
  async run(call) {
    const { io, common, options } = call
    const read = await desiredStateIn(common.directory, io)
    const expanded = expandAll(read, components, common.environment, undefined, io.progress)
    const chosen = chooseEnvironments(expanded, common.environment)
    if (chosen.length === 0 && hasErrors(expanded.findings)) {
      if (common.output === 'json') io.out(findingsJson(expanded.findings))
      else printFindings(io, expanded.findings, read.files)
      return 2
    }
    const environment = theOne(chosen)
    const words = typeof options.lose === 'string' ? wordsOf(options.lose) : undefined
    const lost = words === undefined ? undefined : lostOf(words, environment)
    const observed = await observedOf(call, environment)
    return lost === undefined ? printCases(call, environment, observed) : printOne(call, environment, lost, observed)
  },
}

function theOne(chosen: readonly ExpandedEnvironment[]): ExpandedEnvironment {
  const [first, second] = chosen
  if (first !== undefined && second === undefined) return first
  throw first === undefined
    ? new Failure('usage/no-environment', 'there is no environment here', {
        hint: 'name the repository with -C DIR, or make one with isthmus init',
      })
    : new Failure('usage/several-environments', `there are ${chosen.map((each) => each.name).join(', ')}`, {
        hint: 'choose one with --environment NAME',
      })
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]))
  if (words.length > 0) return [...new Set(words)]
  throw new Failure('usage/nothing-lost', '--lose names nothing', { hint: 'name a region: --lose us-east-1' })
}

function lostOf(words: readonly string[], { plan, stretched }: ExpandedEnvironment): Lost {
  const { lost, unknown } = parseLost(words, plan.environment, stretched)
  const [first] = unknown
  if (first === undefined) return lost
  throw new Failure(
    'usage/unknown-loss',
    `${unknown.map((each) => visible(each.word)).join(', ')} is no region, cluster or pod of ${plan.environment.metadata.name}`,
    { hint: first.hint },
  )
}

/** What the clusters say of themselves, where a snapshot of them is named. */
async function observedOf(call: Call, { plan, stretched }: ExpandedEnvironment): Promise<ObservedPlatform> {
  const { io, common, options } = call
  if (typeof options.from !== 'string') return NOTHING_OBSERVED
  const source = directorySource(resolve(common.directory, options.from), io.progress)
  const clusters = plan.environment.spec.clusters.map((each) => each.name)
  return readObserved(stretched, await source.observe(clusters, io.now()), io.now())
}

function printOne(call: Call, chosen: ExpandedEnvironment, lost: Lost, observed: ObservedPlatform): ExitCode {
  const survival = simulate(chosen.plan.environment, chosen.stretched, lost, observed)
  print(call, {
    json: () => survivalJson(survival, observed.notes),
    markdown: () => `${survivalMarkdown(survival, observed.notes)}\n`,
    text: () => survivalText(survival, observed.notes, call.io.palette),
  })
  return survival.survives ? 0 : 2
}

/** Without a loss to look at: everything that spec.survive promises must hold. */
function printCases(call: Call, chosen: ExpandedEnvironment, observed: ObservedPlatform): ExitCode {
  const cases = simulateCases(chosen.plan.environment, chosen.stretched, observed)
  print(call, {
    json: () => casesJson(chosen.name, cases, observed.notes),
    markdown: () => `${casesMarkdown(chosen.name, cases, observed.notes)}\n`,
    text: () => casesText(chosen.name, cases, observed.notes, call.io.palette),
  })
  return cases.every((each) => !each.promised || each.survival.survives) ? 0 : 2
}

function print({ io, common }: Call, forms: Record<'text' | 'json' | 'markdown', () => string>): void {
  io.out(formOf(common, forms)())
}

function formOf<T>({ output }: CommonOptions, forms: Record<'text' | 'json' | 'markdown', T>): T {
  return output === 'json' ? forms.json : output === 'markdown' ? forms.markdown : forms.text
}
