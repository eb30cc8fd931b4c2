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
  const { type } = configuration.forge
  if (type === 'local') return localForgeFor(directory, repository, io)
  if (type === 'github') return githubFor(configuration.forge, io)
  throw new Failure('forge/unsupported', `forge ${type} is not available in this version`, {
    hint: 'use type: local or type: github under forge in isthmus.yaml',
  })
}

function githubFor({ url, repository, token, app }: Configuration['forge'], io: Io): Forge {
  if (repository === undefined) throw incomplete('no repository')
  if ((token === undefined) === (app === undefined))
    throw incomplete(token ? 'both token and app' : 'neither token nor app')
  const credentials =
    app === undefined
      ? { token: () => secretOf(token ?? {}, io) }
      : { app: { id: app.id, installation: app.installation, key: () => secretOf(app.key, io) } }
  const address = url === undefined ? {} : { url }
  return githubForge({ ...address, repository, credentials, now: () => io.now(), sleep })
}

function incomplete(what: string): Failure {
  return new Failure('forge/incomplete', `forge github has ${what}`, {
    hint: 'write forge: { type: github, repository: owner/name, token: { env: NAME } } in isthmus.yaml, or app: { id, installation, key } in place of token',
  })
}

/** The forge of folders beside the repository's remote, on which this program also plays the people. */
export function localForgeFor(directory: string, repository: GitRepository, io: Io): LocalForge {
  return localForge({
    bare: bareRepository({ directory, origin: repository.origin, variables: io.env }),
    now: () => io.now(),
  })
}
