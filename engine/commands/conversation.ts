import { components } from '../../policies/index.ts'
import { checkApprovals } from '../flows/approvals.ts'
import { checkGates } from '../flows/gates.ts'
import type { PatrolInput } from '../flows/patrol.ts'
import { setGate } from '../flows/set-gate.ts'
import { proposeEnds } from '../flows/ways-out/ended.ts'
import type { WaysOutInput } from '../flows/ways-out.ts'
import { answerWaysOut, workOn } from '../flows/ways-out.ts'
import type { ExceptedReport } from '../model/exception.ts'
import { visible } from '../model/visible.ts'
import { packageVersion } from './package.ts'

/** How the clusters were looked at, and what a change may do unasked. */
export interface Gating extends Pick<PatrolInput, 'source' | 'memory' | 'parseYaml' | 'noise'> {
  readonly limits: { readonly removals: number; readonly moves: number }
}

/** Does what people asked for on the drift proposal, says so in a line each, and on every open pull request whether it may be merged now. */
export async function answerTicks(
  report: ExceptedReport,
  input: Omit<WaysOutInput, 'components' | 'version'>,
  { limits, ...looking }: Gating,
): Promise<string> {
  const ways: WaysOutInput = { ...input, components, version: packageVersion() }
  const answers = await answerWaysOut(report, ways)
  await checkApprovals(ways)
  const { environment } = report
  const gating = { ...ways, ...looking, report }
  await setGate(environment, { ...gating, environment, removalLimit: limits.removals, moveLimit: limits.moves })
  await checkGates(gating)
  const told = answers.map((each) => each.text.split('\n')[0] ?? '')
  return [...told, ...(await endTold(report, ways))].map((line) => `${visible(line)}\n`).join('')
}

async function endTold(report: ExceptedReport, ways: WaysOutInput): Promise<readonly string[]> {
  if (!report.findings?.some((each) => each.rule === 'override/expired')) return []
  const work = await workOn(report, ways)
  const ended = 'refused' in work ? [] : await proposeEnds(work, ways)
  return ended.map(({ file, published }) => `${file} has run out; taking it out: ${published.outcome}`)
}
