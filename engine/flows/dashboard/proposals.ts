import type { Forge, Proposal } from '../../model/forge.ts'

/** The newest change and drift proposals of an environment whatever became of them, and every other proposal that is open. */
export async function proposalsOf(forge: Forge, environment: string): Promise<readonly Proposal[]> {
  const own = ['change', 'drift', 'drift-critical'].map((each) => `${each}/${environment}`)
  const open = (await forge.openProposals()).map((each) => each.marker)
  const others = open.filter((each) => !/^(?:change|drift|drift-critical)\//.test(each))
  const found = await Promise.all([...new Set([...own, ...others])].map((each) => forge.findProposal(each)))
  return found.filter((each) => each !== undefined)
}
