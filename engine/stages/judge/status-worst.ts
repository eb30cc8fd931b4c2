import type { Condition, DriftState, PolicyState } from '../../model/drift.ts'
import type { RenderedPolicy } from '../../model/rendered.ts'
import type { RawDrift } from './sightings.ts'

const WORST_FIRST: readonly DriftState[] = [
  'error',
  'drifted',
  'unknown',
  'reverted',
  'pending',
  'notRolledOut',
  'inSync',
]

export function worstOf(states: readonly DriftState[]): DriftState {
  return WORST_FIRST.find((each) => states.includes(each)) ?? 'inSync'
}

/** What is drifted, and what it would be without: an exception for its drifts must not make more of it than that. */
export function besideDrift(all: readonly Pick<PolicyState, 'state' | 'beside'>[]): Pick<PolicyState, 'beside'> {
  const states = all.map((each) => each.state)
  if (worstOf(states) !== 'drifted') return {}
  const rest = worstOf(all.map(({ state, beside = 'inSync' }) => (state === 'drifted' ? beside : state)))
  return rest === 'inSync' ? {} : { beside: rest }
}

interface Said {
  readonly drifts: readonly RawDrift[]
  readonly errors: readonly Condition[]
  readonly states: readonly PolicyState[]
}

/** One state for each policy of a cluster that is not in sync: the worst that anybody says of it. */
export function policyStates(cluster: string, placed: readonly RenderedPolicy[], said: Said): readonly PolicyState[] {
  return placed.flatMap(({ name: policy, component }) => {
    const base = { policy, component, cluster }
    const drifts = said.drifts.filter((each) => each.policy.name === policy)
    const drifted: readonly PolicyState[] = drifts.length > 0 ? [{ ...base, state: 'drifted' }] : []
    const errors = said.errors.filter((each) => each.policy === policy)
    const broken = errors.map((each): PolicyState => ({ ...base, state: 'error', reason: each.message }))
    const all = [...drifted, ...broken, ...said.states.filter((each) => each.policy === policy)]
    const worst = worstOf(all.map((each) => each.state))
    const found = all.find((each) => each.state === worst)
    const reverted = all.find((each) => each.reverted)?.reverted
    if (found === undefined) return []
    return [{ ...found, ...besideDrift(all), ...(reverted ? { reverted } : {}) }]
  })
}
