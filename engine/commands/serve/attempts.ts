import { components } from '../../../policies/index.ts'
import { newsOf } from '../../flows/serve/news.ts'
import { inTurns } from '../../flows/serve/turns.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import { packageVersion } from '../package.ts'
import type { AttemptInput } from './attempt.ts'
import { attempt } from './attempt.ts'
import { attemptApprovals, attemptGates } from './gates.ts'
import { attemptReviews, REVIEWS } from './review.ts'
import { attemptWindUp } from './wind-up.ts'

/** Environments that are worked on at once: what they ask Git and push to the history meanwhile they share. */
const AT_ONCE = 8

/** Any piece of work by its name, each in its turn: an environment with news first, since people wait for that. */
export function attempts(input: AttemptInput): (name: string, reasons: readonly string[]) => Promise<Attempted> {
  const turn = inTurns(AT_ONCE)
  const newsIn = newsOf({ repository: input.ports.repository, components, version: packageVersion() })
  const onEnvironment = async (name: string, reasons: readonly string[]): Promise<Attempted> => {
    const news = await newsIn(name)
    const outcome = await turn(() => attempt(name, reasons, input), news.isNews)
    if (outcome !== 'retry') news.told()
    return outcome
  }
  return async (name, reasons) =>
    name === REVIEWS ? await turn(() => besideEnvironments(reasons, input)) : await onEnvironment(name, reasons)
}

/** Pull requests of people, what may be merged now, and what is left of environments that are gone. */
async function besideEnvironments(reasons: readonly string[], input: AttemptInput): Promise<Attempted> {
  const outcomes = [
    await attemptReviews(reasons, input),
    // After what is rendered on their branches.
    await attemptGates(input),
    await attemptApprovals(input),
    await attemptWindUp(input),
  ]
  return (['retry', 'failed'] as const).find((each) => outcomes.includes(each)) ?? 'done'
}
