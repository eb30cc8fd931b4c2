import { gateCheck } from '../stages/gate/gate-check.ts'
import type { Gate } from '../stages/gate.ts'
import type { GateFlowInput } from './gate.ts'
import { askGate } from './gate.ts'

/** Says on the environment's open change proposal whether it may be merged now; undefined where none is open. */
export async function setGate(environment: string, input: Omit<GateFlowInput, 'head'>): Promise<Gate | undefined> {
  const { forge, repository } = input
  const open = await forge.findProposal(`change/${environment}`)
  const commit = open?.state === 'open' ? await repository.resolve(open.branch) : undefined
  if (commit === undefined) return undefined
  const gate = await askGate({ ...input, environment, head: undefined })
  await forge.setCheck(gateCheck([gate], commit))
  return gate
}
