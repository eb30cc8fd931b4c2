import { randomUUID } from 'node:crypto'
import { components } from '../../../policies/index.ts'
import { checkOtherPlans } from '../../flows/review/other-plans.ts'
import type { PullReviewed } from '../../flows/review.ts'
import { reviewPulls } from '../../flows/review.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import { Failure } from '../../model/failure.ts'
import type { Log } from '../../model/log.ts'
import { packageVersion } from '../package.ts'
import type { AttemptInput } from './attempt.ts'
import { orRetry } from './or-retry.ts'

/** Name of the work on people's pull requests, beside those of environments: none of them can have it. */
export const REVIEWS = 'pull requests'

/** Plans every open pull request of people, and renders on its branch where isthmus.yaml of the default branch wants that. */
export async function attemptReviews(reasons: readonly string[], input: AttemptInput): Promise<Attempted> {
  const { ports, log, metrics, now } = input
  const id = randomUUID().slice(0, 8)
  const { propose, limits } = input.settings()
  const version = packageVersion()
  log.info('review', { id, because: reasons })
  const work = async () => {
    const { author } = ports.configuration
    const reviewing = { ...ports, components, author, version, propose, limits, now: now() }
    const reviewed = await reviewPulls(reviewing)
    for (const each of reviewed) {
      tell(id, each, log)
      const outcome = each.reviewed instanceof Failure ? 'failed' : each.reviewed.outcome
      metrics.add('isthmus_reviews_total', { outcome })
    }
    await checkOtherPlans(reviewed, reviewing)
    return outcomeOf(reviewed)
  }
  return await orRetry(work, { log, failed: 'review-failed', about: { id } })
}

function tell(id: string, { pull, reviewed }: PullReviewed, log: Log): void {
  const about = { id, pull: pull.number, url: pull.url }
  if (reviewed instanceof Failure) {
    const { code, message, hint } = reviewed
    log.warn('pull-not-reviewed', { ...about, code, message, hint })
  } else log.info('pull-reviewed', { ...about, outcome: reviewed.outcome })
}

function outcomeOf(reviewed: readonly PullReviewed[]): Attempted {
  const failures = reviewed.flatMap((each) => (each.reviewed instanceof Failure ? [each.reviewed] : []))
  if (failures.some((each) => each.retry)) return 'retry'
  return failures.length > 0 ? 'failed' : 'done'
}
