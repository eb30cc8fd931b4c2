import { sleep } from '../../adapters/clock.ts'
import { bareRepository } from '../../adapters/git/bare-repository.ts'
import type { GitRepository } from '../../adapters/git.ts'
import { githubForge } from '../../adapters/github.ts'
import type { LocalForge } from '../../adapters/local-forge.ts'
import { localForge } from '../../adapters/local-forge.ts'
import type { Configuration } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { Forge } from '../../model/forge.ts'
import type { Io } from '../io.ts'
import { secretOf } from './secret.ts'

/** The forge that the configuration names. Nothing is sent, and no secret read, before its first verb. */
export function forgeFor(directory: string, repository: GitRepository, configuration: Configuration, io: Io): Forge {
  const { type, url, repository: name, token } = configuration.forge
  if (type === 'local') return localForgeFor(directory, repository, io)
  if (type !== 'github') {
    throw new Failure('forge/unsupported', `forge ${type} is not available in this version`, {
      hint: 'use type: local or type: github under forge in isthmus.yaml',
    })
  }
  if (name === undefined || token === undefined) {
    throw new Failure('forge/incomplete', `forge github has no ${name === undefined ? 'repository' : 'token'}`, {
      hint: 'write forge: { type: github, repository: owner/name, token: { env: NAME } } in isthmus.yaml',
    })
  }
  const address = url === undefined ? {} : { url }
  return githubForge({
    ...address,
    repository: name,
    token: () => secretOf(token, io),
    now: () => io.now(),
    sleep,
  })
}

/** The forge of folders beside the repository's remote, on which this program also plays the people. */
export function localForgeFor(directory: string, repository: GitRepository, io: Io): LocalForge {
  return localForge({
    bare: bareRepository({ directory, origin: repository.origin, variables: io.env }),
    now: () => io.now(),
  })
}
