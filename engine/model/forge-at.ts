import type { Forge } from './forge.ts'
import { carries, proposalOf } from './pull.ts'
import { answersAt } from './pull-desk/answers.ts'
import { closePull } from './pull-desk/close.ts'
import { ensureAt } from './pull-desk/ensure.ts'
import { newest, theOne } from './pull-desk/find.ts'
import type { PullDesk } from './pull-desk.ts'

/** The port over what a forge can do: the same behaviour, whichever forge it is. */
export function forgeAt(desk: PullDesk): Forge {
  return {
    name: desk.server.name,
    ensureProposal: (draft, seen) => ensureAt(desk, draft, seen),
    findProposal: async (marker) => {
      const found = await theOne(desk, carries(marker))
      return found && proposalOf(found, marker)
    },
    closeProposal: async (marker, comment) => {
      const open = await newest(desk, { state: 'open' }, carries(marker))
      return open !== undefined && (await closePull(desk, open, comment))
    },
    ...answersAt(desk),
  }
}
