import { components } from '../../policies/index.ts'
import { renderedNames } from '../adapters/files.ts'
import type { ExpandedEnvironment } from '../flows/expand-all.ts'
import { expandAll } from '../flows/expand-all.ts'
import type { Merged } from '../flows/read-merged.ts'
import { readMerged } from '../flows/read-merged.ts'
import { lastMayGo, takenOutOf } from '../flows/taken-out.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import { movedCount, removalCount, unaskedRemovals } from '../model/change-plan.ts'
import type { Finding } from '../model/finding.ts'
import { finding, hasErrors } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import { emptyRendered } from '../model/rendered.ts'
import { temporaryIn } from '../model/temporary-in.ts'
import { diff, takenOut } from '../stages/diff.ts'
import { readRendered, renderedOf } from '../stages/read-rendered.ts'
import { overwritesMarkdown, overwritesText } from '../stages/report/overwrites.ts'
import { planMarkdown } from '../stages/report/plan.ts'
import { selectionMarkdown, selectionText } from '../stages/report/selection.ts'
import { planText } from '../stages/report/text.ts'
import { chooseEnvironments } from './choose.ts'
import { DEFAULTS } from './configuration.ts'
import { desiredStateIn } from './desired-state.ts'
import { commentPlan, pullNumber } from './plan/comment.ts'
import { lookAround, printForPrograms } from './plan/look-around.ts'
import { repositoryIn } from './ports.ts'
import { printBesides, printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'
import { SOURCE_OPTIONS } from './source.ts'

const FROM =
  'what would be overwritten where something is newly enforced: hub, contexts, or a directory with one sub-directory a cluster'

export const planCommand: CommandDefinition = {
  usage: 'plan',
  summary: 'what a change does: policies added, changed, removed; clusters gained and lost; fields as path: old → new',
  formats: ['text', 'json', 'markdown', 'sarif', 'junit'],
  options: [
    ['--against <ref>', 'compare with this branch, tag or commit (default: the default branch)'],
    [
      '--comment <pull>',
      'keep the plan as a comment on this pull request, on the forge that isthmus.yaml at --against names',
    ],
    ['--inventory <where>', 'which clusters policies reach: hub, or a file of ManagedClusters', ['hub']],
    ...SOURCE_OPTIONS.map(
      ([flags, text, words = []]) => [flags, flags.startsWith('--from') ? FROM : text, words] as const,
    ),
  ],
  examples: [
    ['isthmus plan', 'the working tree against what is merged'],
    ['isthmus plan --against main --comment 12', 'in CI: one comment, brought up to date with every push'],
    ['isthmus plan --against v1.4 --output markdown', 'against a tag, as a pull request would say it'],
    ['isthmus plan --inventory clusters.yaml', 'and which clusters each policy reaches'],
    ['isthmus plan --from contexts', 'and what would be overwritten where something is newly enforced'],
  ],
  exitTwo: 'a finding of severity error, in the files or about what the change does',
  async run(call) {
    const { io, common, options } = call
    const read = await desiredStateIn(common.directory, io)
    const expanded = expandAll(read, components, common.environment, undefined, io.progress)
    const { environments } = expanded
    const findings = lastMayGo(expanded.findings, await renderedNames(common.directory))
    const isForPeople = common.output === 'text' || common.output === 'markdown'
    if (isForPeople) printBesides(io, findings, read.files, common.verbose)
    if (hasErrors(findings)) {
      if (!isForPeople) printForPrograms(call, { findings, plans: [] })
      return 2
    }
    const repository = await repositoryIn(common.directory, io)
    const ref = typeof options.against === 'string' ? options.against : undefined
    const pull = options.comment === undefined ? undefined : pullNumber(options.comment)
    const merged = await readMerged(repository, ref)
    const before = stateAt(merged)
    const gone = takenOutOf(merged, expanded, common.environment)
    const chosen =
      gone.length > 0 && common.environment !== undefined ? [] : chooseEnvironments(expanded, common.environment)
    const plans = [
      ...chosen.map(({ name, plan }) => ({
        ...diff(before.get(name) ?? emptyRendered(name), renderedOf(plan)),
        temporary: temporaryIn(expanded.desired, name, io.now()),
      })),
      ...gone.map((name) => takenOut(before.get(name) ?? emptyRendered(name))),
    ]
    const { limits } = expanded.desired.configuration?.value ?? DEFAULTS
    const looked = await lookAround(call, expanded, plans)
    const limited = plans.flatMap((plan) => [
      ...massRemoval(plan, environments, limits.removals),
      ...massMove(plan, environments, limits.moves),
    ])
    const refused = [...limited, ...looked.findings]
    if (!isForPeople) printForPrograms(call, { ...looked, findings: [...findings, ...refused], plans })
    else {
      for (const plan of plans)
        io.out(common.output === 'markdown' ? `${planMarkdown(plan)}\n` : planText(plan, io.palette, common.verbose))
      for (const each of looked.selections ?? [])
        io.out(common.output === 'markdown' ? selectionMarkdown(each) : selectionText(each))
      for (const each of looked.overwrites ?? [])
        io.out(common.output === 'markdown' ? overwritesMarkdown(each) : overwritesText(each))
      printFindings(io, refused, read.files)
    }
    if (pull !== undefined) {
      const outcome = await commentPlan({ pull, plans, merged, directory: common.directory, repository, io })
      if (!common.quiet) io.err(`comment on pull request ${pull}: ${outcome}\n`)
    }
    return hasErrors(refused) ? 2 : 0
  },
}

/** More removals than may go unasked: an error of the plan, until a person ticks the box on its proposal. */
function massRemoval(
  plan: ChangePlan,
  environments: readonly ExpandedEnvironment[],
  limit: number,
): readonly Finding[] {
  const [count, unasked] = [removalCount(plan), unaskedRemovals(plan, limit)]
  if (count <= unasked) return []
  const document = environments.find((each) => each.name === plan.environment)?.document
  const place = document?.locate('/spec/components') ?? { file: `environments/`, line: 1, column: 1 }
  const asked = `${count} objects of ${plan.environment} would no longer be asked for, counted on each cluster`
  const message = `${asked}; ${plan.isTakenOut ? 'a whole environment never goes unasked' : `${unasked} may go unasked`}`
  const raise = plan.isTakenOut ? '' : ', or raise limits.removals in isthmus.yaml'
  const hint = `if that is meant, tick the box on the proposal${raise}`
  return [finding('plan/mass-removal', place, message, hint)]
}

/** The same for policies that come to or leave clusters: a selector of one line may move all of them. */
function massMove(plan: ChangePlan, environments: readonly ExpandedEnvironment[], limit: number): readonly Finding[] {
  const count = movedCount(plan)
  if (count <= limit) return []
  const document = environments.find((each) => each.name === plan.environment)?.document
  const place = document?.locate('/spec/clusters') ?? { file: `environments/`, line: 1, column: 1 }
  const message = `policies of ${plan.environment} would come to or leave clusters ${count} times; ${limit} may go unasked`
  const hint = 'if that is meant, tick the box on the proposal, or raise limits.moves in isthmus.yaml'
  return [finding('plan/mass-move', place, message, hint)]
}

/** `rendered/` at a revision, by environment. */
function stateAt(merged: Merged): ReadonlyMap<string, Rendered> {
  return new Map(merged.environments.map((name) => [name, readRendered(name, merged.rendered).rendered]))
}
