import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { GiteaOptions } from '../../../engine/adapters/gitea.ts'
import type { Json } from '../../../engine/model/json.ts'
import type { Gitea, GiteaUser } from './gitea.ts'

/** The scopes that a token of Isthmus takes, and no more. */
const SCOPES = ['write:repository', 'write:issue', 'read:user']

/** Who works on the repositories of a test's Gitea. */
export interface Team {
  /** Administers them; the account of Isthmus. */
  readonly bot: GiteaUser
  /** May write. */
  readonly ada: GiteaUser
  readonly grace: GiteaUser
  /** May read, and comment. */
  readonly mallory: GiteaUser
}

export async function aTeam(gitea: Gitea): Promise<Team> {
  const [bot, ada, grace, mallory] = [
    await gitea.user('isthmus-bot', SCOPES),
    await gitea.user('ada', ['write:repository', 'write:issue']),
    await gitea.user('grace', ['write:repository', 'write:issue']),
    await gitea.user('mallory', ['write:repository', 'write:issue', 'write:user']),
  ]
  await gitea.api('POST', '/orgs', { username: 'platform' })
  return { bot, ada, grace, mallory }
}

export interface GiteaRepository {
  /** `platform/name` */
  readonly name: string
  /** With the bot's token in it. */
  readonly remote: string
  readonly options: GiteaOptions
  api(method: string, path: string, body?: Json, by?: GiteaUser): Promise<Json>
}

/** A new repository of the organization, with the team's rights on it and one commit on main. */
export async function aGiteaRepository(gitea: Gitea, team: Team, short: string): Promise<GiteaRepository> {
  const name = `platform/${short}`
  await gitea.api('POST', '/orgs/platform/repos', { name: short, auto_init: true, default_branch: 'main' })
  const rights = {
    [team.bot.name]: 'admin',
    [team.ada.name]: 'write',
    [team.grace.name]: 'write',
    [team.mallory.name]: 'read',
  }
  for (const [person, permission] of Object.entries(rights)) {
    await gitea.api('PUT', `/repos/${name}/collaborators/${person}`, { permission })
  }
  return {
    name,
    remote: `${gitea.url.replace('//', `//${team.bot.name}:${team.bot.token}@`)}/${name}.git`,
    options: {
      url: gitea.url,
      repository: name,
      token: async () => team.bot.token,
      now: () => new Date().toISOString(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    api: (method, path, body, by) => gitea.api(method, `/repos/${name}${path}`, body, by?.token),
  }
}

/** Makes branches with a commit of their own each, through Gitea's API. */
export async function withBranches(repository: GiteaRepository, ...branches: readonly string[]): Promise<void> {
  for (const branch of branches) {
    const content = Buffer.from(`${branch}\n`).toString('base64')
    const file = `/contents/${branch.replaceAll('/', '-')}.txt`
    await repository.api('POST', file, { content, message: `Say ${branch}`, branch: 'main', new_branch: branch })
  }
}

/** A clone in a new folder below the given one. */
export function cloneOf(repository: GiteaRepository, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'work-'))
  execFileSync('git', ['clone', '-q', repository.remote, work])
  return work
}
