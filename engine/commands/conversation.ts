import { components } from '../../policies/index.ts'
import type { LocalForge } from '../adapters/local-forge.ts'
import { proposeEnds } from '../flows/ways-out/ended.ts'
import type { WaysOutInput } from '../flows/ways-out.ts'
import { answerWaysOut, workOn } from '../flows/ways-out.ts'
import type { ExceptedReport } from '../model/exception.ts'
import type { Forge } from '../model/forge.ts'
import type { Author } from '../model/git.ts'
import { visible } from '../model/visible.ts'
import type { Conversation } from '../model/way-out.ts'
import { packageVersion } from './package.ts'
import { isLocal } from './ports.ts'

/** Name under which the local forge closes and comments for the engine itself. */
const OURS = 'isthmus'

/** What people do with pull requests of the local forge, and answers beside it. */
export function conversationOn(forge: LocalForge, author: Author): Conversation {
  return {
    async read(marker) {
      const proposal = await forge.findProposal(marker)
      if (!proposal) return undefined
      const { number, state, ticks, comments } = await forge.show(proposal.number)
      const isOurs = (by: string) => by === OURS || by === author.name
      return { number, state, ticks, comments: comments.map((each) => ({ ...each, isOurs: isOurs(each.by) })) }
    },
    async answer(marker, text) {
      const proposal = await forge.findProposal(marker)
      if (proposal) await forge.comment(proposal.number, text, { name: OURS, email: author.email })
    },
  }
}

/** Does what people asked for on the drift proposal, and says so in a line each. Only the local forge tells who asked. */
export async function answerTicks(
  report: ExceptedReport,
  input: Omit<WaysOutInput, 'components' | 'version'>,
): Promise<string> {
  const ways: WaysOutInput = { ...input, components, version: packageVersion() }
  const { forge } = input
  const said = isLocal(forge) ? await answerWaysOut(report, conversationOn(forge, input.author), ways) : []
  const told = isLocal(forge) ? said.map((each) => each.text.split('\n')[0] ?? '') : [elsewhere(forge)]
  return [...told, ...(await endTold(report, ways))].map((line) => `${visible(line)}\n`).join('')
}

function elsewhere(forge: Forge): string {
  return `boxes and comments on ${forge.name} are not answered in this version; \`isthmus resolve\` does the same`
}

async function endTold(report: ExceptedReport, ways: WaysOutInput): Promise<readonly string[]> {
  if (!report.findings?.some((each) => each.rule === 'override/expired')) return []
  const work = await workOn(report, ways)
  const ended = 'refused' in work ? [] : await proposeEnds(work, ways)
  return ended.map(({ file, published }) => `${file} has run out; taking it out: ${published.outcome}`)
}
