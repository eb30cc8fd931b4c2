import { components } from '../../policies/index.ts'
import { checkApprovals } from '../flows/approvals.ts'
import { proposeEnds } from '../flows/ways-out/ended.ts'
import type { WaysOutInput } from '../flows/ways-out.ts'
import { answerWaysOut, workOn } from '../flows/ways-out.ts'
import type { ExceptedReport } from '../model/exception.ts'
import { visible } from '../model/visible.ts'
import { packageVersion } from './package.ts'

/** Does what people asked for on the drift proposal, and says so in a line each. */
export async function answerTicks(
  report: ExceptedReport,
  input: Omit<WaysOutInput, 'components' | 'version'>,
): Promise<string> {
  const ways: WaysOutInput = { ...input, components, version: packageVersion() }
  const answers = await answerWaysOut(report, ways)
  await checkApprovals(ways)
  const told = answers.map((each) => each.text.split('\n')[0] ?? '')
  return [...told, ...(await endTold(report, ways))].map((line) => `${visible(line)}\n`).join('')
}

async function endTold(report: ExceptedReport, ways: WaysOutInput): Promise<readonly string[]> {
  if (!report.findings?.some((each) => each.rule === 'override/expired')) return []
  const work = await workOn(report, ways)
  const ended = 'refused' in work ? [] : await proposeEnds(work, ways)
  return ended.map(({ file, published }) => `${file} has run out; taking it out: ${published.outcome}`)
}
