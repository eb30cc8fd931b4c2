import { components } from '../../policies/index.ts'
import type { LocalForge } from '../adapters/local-forge.ts'
import { proposeEnds } from '../flows/ways-out/ended.ts'
import type { WaysOutInput } from '../flows/ways-out.ts'
import { answerWaysOut, workOn } from '../flows/ways-out.ts'
import type { ExceptedReport } from '../model/exception.ts'
import type { Author } from '../model/git.ts'
import { visible } from '../model/visible.ts'
import type { Conversation } from '../model/way-out.ts'
import { packageVersion } from './package.ts'

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

/** Does what people asked for on the drift proposal, and says so in a line each. */
export async function answerTicks(
  report: ExceptedReport,
  input: Omit<WaysOutInput, 'components' | 'version' | 'forge'> & { readonly forge: LocalForge },
): Promise<string> {
  const ways: WaysOutInput = { ...input, components, version: packageVersion() }
  const answers = await answerWaysOut(report, conversationOn(input.forge, input.author), ways)
  const told = answers.map((each) => each.text.split('\n')[0] ?? '')
  return [...told, ...(await endTold(report, ways))].map((line) => `${visible(line)}\n`).join('')
}

async function endTold(report: ExceptedReport, ways: WaysOutInput): Promise<readonly string[]> {
  if (!report.findings?.some((each) => each.rule === 'override/expired')) return []
  const work = await workOn(report, ways)
  const ended = 'refused' in work ? [] : await proposeEnds(work, ways)
  return ended.map(({ file, published }) => `${file} has run out; taking it out: ${published.outcome}`)
}
