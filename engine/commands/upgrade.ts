import { components } from '../../policies/index.ts'
import { expandAll } from '../flows/expand-all.ts'
import { readMerged } from '../flows/read-merged.ts'
import { renderedIn } from '../flows/rendered-in.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import { hasErrors } from '../model/finding.ts'
import { madeByAnother } from '../model/rendered.ts'
import { visibleLine } from '../model/visible.ts'
import { diff } from '../stages/diff.ts'
import { renderedOf } from '../stages/read-rendered.ts'
import { json } from '../stages/report/json.ts'
import { planMarkdown } from '../stages/report/plan.ts'
import { planText } from '../stages/report/text.ts'
import { chooseEnvironments } from './choose.ts'
import type { ExitCode } from './options.ts'
import { packageVersion } from './package.ts'
import { repositoryIn } from './ports.ts'
import { printBesides } from './print-findings.ts'
import { noUpgradeText, runPropose } from './propose.ts'
import type { Call, CommandDefinition } from './register.ts'

export const upgradeCommand: CommandDefinition = {
  usage: 'upgrade',
  summary: 'propose what this version of Isthmus renders where another version made rendered/; never done unasked',
  formats: ['text', 'json', 'markdown'],
  options: [['--plan', 'only show the effect, environment by environment']],
  examples: [
    ['isthmus upgrade --plan', 'what another version changes, before anything is proposed'],
    ['isthmus upgrade --environment gdw', 'a proposal of its own, in waves'],
  ],
  exitTwo: 'a finding of severity error; nothing is proposed then',
  isConfigured: true,
  run: (call) => (call.options.plan === true ? showUpgrade(call) : runPropose(call, true)),
}

/** What `upgrade` would propose, of the same commit: what is only in the working tree is no part of it. */
async function showUpgrade(call: Call): Promise<ExitCode> {
  const { io, common } = call
  const { sources, rendered } = await readMerged(await repositoryIn(common.directory, io))
  const expanded = expandAll({ files: sources, findings: [] }, components, common.environment, undefined, io.progress)
  const { findings } = expanded
  if (common.output !== 'json') printBesides(io, findings, sources, common.verbose)
  const all = hasErrors(findings) ? [] : chooseEnvironments(expanded, common.environment)
  const looked = all.map(({ name, plan }) => ({ name, plan, before: renderedIn(name, rendered).rendered }))
  const isUpgraded = ({ before }: (typeof looked)[number]) => madeByAnother(before, packageVersion())
  const plans = looked.filter(isUpgraded).map(({ before, plan }) => diff(before, renderedOf(plan)))
  if (common.output === 'json') io.out(json({ findings, plans }))
  else {
    for (const each of plans) printPlan(call, each)
    for (const { name, before } of looked.filter((each) => !isUpgraded(each)))
      io.out(`${visibleLine(`${name}: ${noUpgradeText(before.version)}`)}\n`)
  }
  return hasErrors(findings) ? 2 : 0
}

function printPlan({ io, common }: Call, plan: ChangePlan): void {
  io.out(common.output === 'markdown' ? `${planMarkdown(plan)}\n` : planText(plan, io.palette, common.verbose))
}
