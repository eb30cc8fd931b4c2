import { components } from '../../../policies/index.ts'
import { discover } from '../../flows/discover.ts'
import { NO_DEFAULT } from '../../flows/read-merged.ts'
import type { Configuration } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { ServerPorts } from './ports.ts'
import { REVIEWS } from './review.ts'
import type { Surroundings } from './surroundings.ts'

/** What the default branch says there is to do. */
export interface DefaultBranch {
  /** Looks again: names of the work, which are those of environments and `REVIEWS`. Throws a Failure where nobody can tell. */
  discover(): Promise<readonly string[]>
  /** `isthmus.yaml` as it was found last; before that, and where it has no valid one, as it was at the start. */
  settings(): Configuration
}

export function defaultBranch(
  { repository, configuration }: Pick<ServerPorts, 'repository' | 'configuration'>,
  { environment, log, metrics }: Surroundings,
): DefaultBranch {
  const last = { environments: [] as readonly string[], settings: configuration }
  return {
    settings: () => last.settings,
    async discover() {
      const found = await discover(repository, components).catch((error: unknown) => whyNot(error, repository))
      last.settings = found.configuration ?? last.settings
      // A number that nobody brings up to date any more is an alarm about nothing.
      for (const each of last.environments)
        if (!found.environments.includes(each)) await metrics.forget('environment', each)
      last.environments = found.environments
      if (environment === undefined) return [...found.environments, REVIEWS]
      // Whoever serves one environment only leaves the pull requests, which may touch them all, to somebody else.
      if (found.environments.includes(environment)) return [environment]
      log.warn('environment-not-found', { environment, there: found.environments })
      return []
    },
  }
}

/** A default branch that is gone may have another name: that says more than that it is gone. */
async function whyNot(error: unknown, repository: ServerPorts['repository']): Promise<never> {
  if (error instanceof Failure && error.code === NO_DEFAULT) await repository.checkDefaultBranch()
  throw error
}
