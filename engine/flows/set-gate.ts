import type { Forge } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { gateCheck, unseenCheck } from '../stages/gate/gate-check.ts'
import type { Gate } from '../stages/gate.ts'
import type { GateFlowInput } from './gate.ts'
import { askGate } from './gate.ts'

/** Says on the environment's open change proposal whether it may be merged now; undefined where none is open. */
export async function setGate(
  environment: string,
  input: Omit<GateFlowInput, 'head' | 'proposed'>,
): Promise<Gate | undefined> {
  const commit = await proposedCommit(environment, input)
  if (commit === undefined) return undefined
  const gate = await askGate({ ...input, environment, head: undefined, proposed: commit })
  await input.forge.setCheck(gateCheck([gate], commit))
  return gate
}

/** Says there that nobody could look, and why: what was green by an earlier look is not so by now. */
export async function closeGate(environment: string, why: string, place: Place): Promise<void> {
  const commit = await proposedCommit(environment, place)
  if (commit !== undefined) await place.forge.setCheck(unseenCheck(environment, why, commit))
}

interface Place {
  readonly forge: Forge
  readonly repository: Repository
}

async function proposedCommit(environment: string, { forge, repository }: Place): Promise<string | undefined> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' ? await repository.resolve(open.branch) : undefined
}
