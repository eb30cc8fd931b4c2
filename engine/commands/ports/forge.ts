import { sleep } from '../../adapters/clock.ts'
import { bareRepository } from '../../adapters/git/bare-repository.ts'
import type { GitRepository } from '../../adapters/git.ts'
import { giteaForge } from '../../adapters/gitea.ts'
import { githubForge } from '../../adapters/github.ts'
import { gitlabForge } from '../../adapters/gitlab.ts'
import type { LocalForge } from '../../adapters/local-forge.ts'
import { localForge } from '../../adapters/local-forge.ts'
import type { ProposalTerms } from '../../flows/people.ts'
import type { Configuration } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { Forge } from '../../model/forge.ts'
import { withNamedChecks } from '../../model/named-checks.ts'
import type { Io } from '../io.ts'
import { onNetwork } from './network.ts'
import { secretOf } from './secret.ts'

/** The forge that the configuration names. Nothing is sent, and no secret read, before its first verb. */
export function forgeFor(directory: string, repository: GitRepository, configuration: Configuration, io: Io): Forge {
  const { type, checks } = configuration.forge
  if (type === 'local') return withNamedChecks(localForgeFor(repository, io), checks)
  const outside = onNetwork(configuration, directory, io)
  const { forge } = configuration
  return withNamedChecks(type === 'github' ? githubFor(forge, outside) : serverFor(type, forge, outside), checks)
}

function githubFor({ url, repository, token, app }: Configuration['forge'], io: Io): Forge {
  if (repository === undefined) throw incomplete('github', 'no repository')
  if ((token === undefined) === (app === undefined))
    throw incomplete('github', token ? 'both token and app' : 'neither token nor app')
  const credentials =
    app === undefined
      ? { token: () => secretOf(token ?? {}, io) }
      : { app: { id: app.id, installation: app.installation, key: () => secretOf(app.key, io) } }
  const address = url === undefined ? {} : { url }
  return githubForge({ ...address, repository, credentials, now: () => io.now(), sleep, fetch: io.fetch })
}

function serverFor(type: 'gitea' | 'gitlab', { url, repository, token, app }: Configuration['forge'], io: Io): Forge {
  if (repository === undefined) throw incomplete(type, 'no repository')
  if (url === undefined) throw incomplete(type, 'no url')
  if (app !== undefined) throw incomplete(type, 'an app, which GitHub alone has')
  if (token === undefined) throw incomplete(type, 'no token')
  const options = { url, repository, token: () => secretOf(token, io), now: () => io.now(), sleep, fetch: io.fetch }
  return type === 'gitea' ? giteaForge(options) : gitlabForge(options)
}

const HINTS = {
  github:
    'write forge: { type: github, repository: owner/name, token: { env: NAME } } in isthmus.yaml, or app: { id, installation, key } in place of token',
  gitea:
    'write forge: { type: gitea, url: https://git.example.com, repository: owner/name, token: { env: NAME } } in isthmus.yaml',
  gitlab:
    'write forge: { type: gitlab, url: https://gitlab.com, repository: group/project, token: { env: NAME } } in isthmus.yaml',
}

function incomplete(type: keyof typeof HINTS, what: string): Failure {
  return new Failure('forge/incomplete', `forge ${type} has ${what}`, { hint: HINTS[type] })
}

/** What the configuration says of every proposal. */
export function termsOf({ forge: { type, reviewers, assignees }, limits }: Configuration): ProposalTerms {
  return { limits, reviewers, assignees, forge: type }
}

/** The forge of folders beside the repository's remote, on which this program also plays the people. */
export function localForgeFor(repository: GitRepository, io: Io): LocalForge {
  return localForge({
    bare: bareRepository({ directory: repository.root, origin: repository.origin, variables: io.env }),
    now: () => io.now(),
  })
}
