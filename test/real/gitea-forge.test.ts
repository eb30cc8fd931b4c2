import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { giteaForge } from '../../engine/adapters/gitea.ts'
import { taskItems, tickItem } from '../../engine/model/forge.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import type { ForgeSubject } from '../contracts/forge.ts'
import { forgeContract } from '../contracts/forge.ts'
import type { Gitea } from './testbed/gitea.ts'
import { startGitea } from './testbed/gitea.ts'
import type { GiteaRepository, Team } from './testbed/gitea-repository.ts'
import { aGiteaRepository, aTeam, withBranches } from './testbed/gitea-repository.ts'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-gitea-'))
const running: { gitea?: Gitea; team?: Team; repositories: number } = { repositories: 0 }

beforeAll(async () => {
  running.gitea = await startGitea(folder)
  running.team = await aTeam(running.gitea)
})

afterAll(async () => {
  await running.gitea?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface GiteaSubject extends ForgeSubject {
  readonly repository: GiteaRepository
  readonly team: Team
}

async function giteaSubject(): Promise<GiteaSubject> {
  const { gitea, team } = running
  if (!gitea || !team) throw new Error('there is no Gitea')
  running.repositories += 1
  const repository = await aGiteaRepository(gitea, team, `state-${running.repositories}`)
  await withBranches(repository, 'isthmus/drift-gdw', 'isthmus/change-gdw')
  const { api } = repository
  const byName = (name: string) => Object.values(team).find((each) => each.name === name)
  return {
    repository,
    team,
    forge: giteaForge(repository.options),
    tickFirst: async (number) => {
      const body = textAt(await api('GET', `/pulls/${number}`), 'body') ?? ''
      await api('PATCH', `/pulls/${number}`, { body: taskItems(body).slice(0, 1).reduce(tickItem, body) }, team.ada)
    },
    closeByHand: async (number) => {
      await api('PATCH', `/pulls/${number}`, { state: 'closed' }, team.ada)
    },
    people: { writer: 'ada', outsider: 'mallory' },
    comment: async (number, by, body) => {
      await api('POST', `/issues/${number}/comments`, { body }, byName(by))
    },
    openPull: async (branch, isFork) => {
      if (isFork) {
        const fork = `${repository.name.split('/')[1]}-fork`
        await api('POST', '/forks', { name: fork }, team.mallory)
        const opened = { head: `mallory/${fork}:${branch}`, base: 'main', title: 'From a fork' }
        return Number(at(await api('POST', '/pulls', opened, team.mallory), 'number'))
      }
      const opened = { head: branch, base: 'main', title: 'By hand' }
      return Number(at(await api('POST', '/pulls', opened, team.ada), 'number'))
    },
    checksOn: async (commit) =>
      listAt(await api('GET', `/commits/${commit}/statuses?limit=50`))
        .toSorted((a, b) => Number(at(a, 'id')) - Number(at(b, 'id')))
        .map((each) => ({
          name: textAt(each, 'context') ?? '',
          state: textAt(each, 'status') ?? '',
          summary: textAt(each, 'description') ?? '',
        })),
  }
}

describe('a real Gitea', () => forgeContract(() => giteaSubject()))
