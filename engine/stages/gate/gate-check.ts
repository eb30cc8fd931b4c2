import type { Check } from '../../model/review.ts'
import type { Gate } from '../gate.ts'

const SUMMARY_LIMIT = 140

/** The gate as the required check `isthmus/gate` on a commit; red names the first condition that does not hold. */
export function gateCheck({ environment, isGreen, checks }: Gate, commit: string): Check {
  const red = checks.find((each) => !each.isGreen)
  const sentence = red?.sentence ?? 'may be merged now'
  return {
    name: 'isthmus/gate',
    commit,
    state: isGreen ? 'success' : 'failure',
    summary: `${environment}: ${sentence}`.slice(0, SUMMARY_LIMIT),
    text: checks.map((each) => `- [${each.isGreen ? 'x' : ' '}] ${each.sentence}`).join('\n'),
    annotations: [],
  }
}
