import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giteaForge } from '../../engine/adapters/gitea.ts'
import { readStamp, stampOf, taskItems, tickItem } from '../../engine/model/forge.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import type { ForgeSubject } from '../contracts/forge.ts'
import { draft, forgeContract } from '../contracts/forge.ts'
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
    reopenByHand: async (number) => {
      await api('PATCH', `/pulls/${number}`, { state: 'open' }, team.ada)
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

describe('a real Gitea, beyond the contract', () => {
  test('people are asked, labels are made, and who cannot be asked is told', async () => {
    const { forge, repository } = await giteaSubject()
    const reviewers = ['@Grace', 'ada@example.com', '@isthmus-bot', '@platform/nobody']
    const { unasked } = await forge.ensureProposal({ ...draft, reviewers, assignees: ['@ada', '@ghost'] })
    expect(unasked).toEqual(['@isthmus-bot', '@platform/nobody', '@ghost'])
    const pull = await repository.api('GET', '/pulls/1')
    const logins = (key: string) => listAt(pull, key).map((each) => textAt(each, 'login'))
    expect([logins('requested_reviewers').sort(), logins('assignees')]).toEqual([['ada', 'grace'], ['ada']])
    expect(listAt(pull, 'labels').map((each) => textAt(each, 'name'))).toEqual(['drift', 'isthmus'])
  })

  test('an approval stands for the head that was looked at, from people who may write', async () => {
    const { forge, repository, team } = await giteaSubject()
    const { proposal } = await forge.ensureProposal(draft)
    const review = { event: 'APPROVED', body: 'Well.' }
    for (const by of [team.grace, team.mallory]) await repository.api('POST', '/pulls/1/reviews', review, by)
    expect(await forge.approvers(proposal.number)).toEqual(['grace'])
    const content = Buffer.from('more\n').toString('base64')
    await repository.api('POST', '/contents/more.txt', { content, message: 'More', branch: draft.branch }, team.ada)
    await expect.poll(() => forge.approvers(proposal.number), { timeout: 10_000 }).toEqual([])
  })

  test('a merged one is found as merged, and a new one is opened', async () => {
    const { forge, repository, team } = await giteaSubject()
    await forge.ensureProposal(draft)
    await merge(repository, 1, team)
    expect(await forge.findProposal(draft.marker)).toMatchObject({
      number: 1,
      state: 'merged',
      branch: draft.branch,
      endedAt: expect.stringMatching(/Z$/),
    })
    expect(await forge.closeProposal(draft.marker, 'no')).toBe(false)
  })

  test('it refuses as the one on loopback plays it', async () => {
    const { forge, repository, team } = await giteaSubject()
    const { api } = repository
    await expect(forge.ensureProposal({ ...draft, branch: 'isthmus/gone' })).rejects.toMatchObject({
      code: 'gitea/no-branch',
    })
    await expect(forge.ensureProposal({ ...draft, base: 'gone' })).rejects.toMatchObject({ code: 'gitea/no-base' })
    await forge.ensureProposal(draft)
    const opened = { head: draft.branch, base: 'main', title: 'Again' }
    await expect(api('POST', '/pulls', opened, team.bot)).rejects.toThrow(/ 409 .*already exists/)
    await expect(api('PUT', '/issues/1/labels', { labels: ['nobody-made-me'] })).resolves.toEqual([])
    await merge(repository, 1, team)
    await expect(api('PATCH', '/pulls/1', { state: 'closed' })).rejects.toThrow(/ 412 /)
  })

  test('a branch that a person deletes closes its proposal, which is told by its stamp', async () => {
    const { forge, repository, team } = await giteaSubject()
    await forge.ensureProposal(draft)
    await repository.api('DELETE', '/branches/isthmus%2Fdrift-gdw', undefined, team.ada)
    const state = async () => (await forge.findProposal(draft.marker))?.state
    await expect.poll(state, { timeout: 10_000 }).toBe('closed')
    const found = await forge.findProposal(draft.marker)
    expect(found?.branch).toBe(draft.branch)
    expect(readStamp(found?.body ?? '')).toBe(stampOf(draft))
    await withBranches(repository, draft.branch)
    expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
  })

  test('the least rights of a token: each missing one is a failure that names them', async () => {
    const { forge, repository, team } = await giteaSubject()
    await forge.ensureProposal(draft)
    await repository.api('POST', '/issues/1/comments', { body: '/isthmus adopt 0123' }, team.ada)
    const withToken = (token: string) => giteaForge({ ...repository.options, token: async () => token })
    await expect(withToken('0'.repeat(40)).findProposal(draft.marker)).rejects.toMatchObject({
      code: 'gitea/unauthorized',
    })
    // Grace may write, but is no administrator, and her token may not read who she is.
    const grace = withToken(team.grace.token)
    expect(await grace.findProposal(draft.marker)).toMatchObject({ number: 1 })
    const lacks = { code: 'gitea/forbidden', hint: expect.stringMatching(/read:user.*administrator of the repository/) }
    await expect(grace.conversation.read(draft.marker)).rejects.toMatchObject(lacks)
    const commit = textAt(await repository.api('GET', '/pulls/1'), 'head', 'sha') ?? ''
    const check = { name: 'isthmus/plan', commit, state: 'success', summary: 'x', annotations: [] } as const
    await expect(withToken(team.mallory.token).setCheck(check)).rejects.toMatchObject({ code: 'gitea/forbidden' })
  })
})

async function merge({ api }: GiteaRepository, number: number, team: Team): Promise<void> {
  await expect.poll(async () => at(await api('GET', `/pulls/${number}`), 'mergeable'), { timeout: 10_000 }).toBe(true)
  await api('POST', `/pulls/${number}/merge`, { Do: 'merge', delete_branch_after_merge: true }, team.grace)
}
