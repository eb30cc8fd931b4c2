import type { ChangePlan } from '../../model/change-plan.ts'
import {
  movedApproval,
  movedCommand,
  movedCount,
  removalApproval,
  removalCommand,
  removalCount,
  unaskedRemovals,
} from '../../model/change-plan.ts'
import type { Forge } from '../../model/forge.ts'
import type { Said } from '../../model/way-out.ts'
import type { GateInput } from '../../stages/gate.ts'

export type GateApprovals = Pick<GateInput, 'removals' | 'moves'>

interface Limits {
  readonly forge: Forge
  readonly removalLimit: number
  readonly moveLimit?: number
}

/** What a person has to have meant, and whether one says so on the open change proposal. */
export async function askedOf(
  change: ChangePlan,
  environment: string,
  { forge, removalLimit, moveLimit }: Limits,
): Promise<GateApprovals> {
  const isMeant = (item: string, command: string) => isApproved(item, command, environment, forge)
  const removals = {
    count: removalCount(change),
    limit: unaskedRemovals(change, removalLimit),
    isApproved: await isMeant(removalApproval(change), removalCommand(change)),
  }
  if (moveLimit === undefined) return { removals }
  const isMove = await isMeant(movedApproval(change), movedCommand(change))
  return { removals, moves: { count: movedCount(change), limit: moveLimit, isApproved: isMove } }
}

/** Somebody who may write ticked the box of the open proposal, or wrote its command, for exactly what it is about to do. */
async function isApproved(item: string, command: string, environment: string, forge: Forge): Promise<boolean> {
  const said = await forge.conversation.read(`change/${environment}`)
  if (said?.state !== 'open') return false
  return (
    said.ticks.some((each) => each.mayWrite && each.item === item) ||
    said.comments.some((each) => isSaid(each) && each.text.split(/\r?\n/).some((line) => line.trim() === command))
  )
}

function isSaid({ mayWrite, isOurs, isEdited }: Said['comments'][number]): boolean {
  return mayWrite && !isOurs && !isEdited
}
