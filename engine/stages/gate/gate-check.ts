import type { Check } from '../../model/review.ts'
import { visibleLine } from '../../model/visible.ts'
import type { Gate } from '../gate.ts'

const NAME = 'isthmus/gate'
const SUMMARY_LIMIT = 140

/** The gates of a step, one an environment, as the required check `isthmus/gate` on a commit; red names the first condition that does not hold. */
export function gateCheck(gates: readonly Gate[], commit: string): Check {
  const red = gates.flatMap(({ environment, checks }) =>
    checks.flatMap(({ isGreen, sentence }) => (isGreen ? [] : [{ environment, sentence }])),
  )[0]
  const names = gates.map((each) => each.environment).join(', ')
  const green = names === '' ? 'nothing that goes to a hub changes' : `${names}: may be merged now`
  return {
    name: NAME,
    commit,
    state: red === undefined ? 'success' : 'failure',
    summary: (red === undefined ? green : `${red.environment}: ${red.sentence}`).slice(0, SUMMARY_LIMIT),
    text: gates.flatMap((each) => linesOf(each, gates.length > 1)).join('\n'),
    annotations: [],
  }
}

/** Nobody could look: what may not be merged unseen waits. */
export function unseenCheck(environment: string, why: string, commit: string): Check {
  const summary = visibleLine(`${environment}: its clusters could not be looked at: ${why}`).slice(0, SUMMARY_LIMIT)
  return { name: NAME, commit, state: 'failure', summary, annotations: [] }
}

/** What it would change cannot be told. */
export function unjudgedCheck(why: string, commit: string): Check {
  const summary = visibleLine(`cannot be judged: ${why}`).slice(0, SUMMARY_LIMIT)
  return { name: NAME, commit, state: 'failure', summary, annotations: [] }
}

function linesOf({ environment, checks }: Gate, isOneOfSeveral: boolean): readonly string[] {
  const before = isOneOfSeveral ? `${environment}: ` : ''
  return checks.map((each) => `- [${each.isGreen ? 'x' : ' '}] ${before}${each.sentence}`)
}
