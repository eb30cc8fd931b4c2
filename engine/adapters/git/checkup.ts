import type { RepositoryFacts, RepositoryProbe } from '../../model/checkup.ts'
import { HISTORY_BRANCH } from '../../model/history.ts'
import type { GitOptions, GitRepository } from '../git.ts'
import { enter } from '../git.ts'
import { failureOf, withoutCredentials } from './failures.ts'
import type { GitPlace } from './run.ts'
import { ask, runGit } from './run.ts'

/** Never made: the push is a rehearsal. */
const REHEARSED = 'refs/heads/isthmus/doctor-rehearsal'

/** Looks at a repository and its remote as the engine uses them; `open` completes a shallow clone, as every command does. */
export function repositoryProbe(
  options: () => Promise<GitOptions>,
  open: () => Promise<GitRepository>,
): RepositoryProbe {
  return {
    async look(): Promise<RepositoryFacts> {
      const { place } = await enter(await options())
      const isShallow = (await ask(place, ['rev-parse', '--is-shallow-repository'])) === 'true'
      const repository = await open()
      const { origin, defaultBranch } = repository
      const tip = (await repository.resolve(defaultBranch)) ?? ''
      return {
        origin: origin === undefined ? undefined : withoutCredentials(origin),
        defaultBranch,
        isShallow,
        push: origin === undefined ? 'accepted' : await rehearse(place, tip),
        hasHistory: (await repository.resolve(HISTORY_BRANCH)) !== undefined,
      }
    },
  }
}

/** Asks the remote for the right to write; its hooks and branch rules are not asked. */
async function rehearse(place: GitPlace, commit: string): Promise<RepositoryFacts['push']> {
  const args = ['push', '--dry-run', '--porcelain', '--no-verify', 'origin', `${commit}:${REHEARSED}`]
  const { code, stdout, stderr } = await runGit(place, args)
  if (code === 0) return 'accepted'
  const { message, hint } = failureOf(['push'], `${stdout.toString('utf8')}\n${stderr}`, undefined)
  return { refused: message, hint }
}

/** The version of Git that runs here, such as `2.39.5`. */
export async function gitVersion(options: GitOptions): Promise<string> {
  const place: GitPlace = { ...options, silenceMs: 60_000 }
  return /\d+(?:\.\d+)+/.exec((await ask(place, ['--version'])) ?? '')?.[0] ?? ''
}
