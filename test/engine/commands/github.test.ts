import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answerTicks } from '../../../engine/commands/conversation.ts'
import type { DriftReport } from '../../../engine/model/drift.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { noon } from '../../contracts/scratch-repository.ts'
import { aGithub, TOKEN } from '../adapters/github/a-github.ts'
import { NAME } from '../adapters/github/a-repository.ts'
import { aRepository, isthmus, pushAll, write } from './a-shell.ts'

async function onGithub(token: string) {
  const github = await aGithub('isthmus/change/gdw')
  const { root, work } = await aRepository()
  write(root, 'token', `${TOKEN}\n`)
  const forge = { type: 'github', url: github.url, repository: NAME, token: { file: join(root, token) } }
  const kind = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' }
  write(work, 'isthmus.yaml', JSON.stringify({ ...kind, forge }))
  pushAll(work, 'Our pull requests are on GitHub')
  return { github, work }
}

test('propose opens the pull request on the GitHub that isthmus.yaml names, once; pulls is for the local forge', async () => {
  const { github, work } = await onGithub('token')
  const first = await isthmus(work, 'propose')
  expect(first.code).toBe(0)
  expect(first.out).toContain(`proposal created: https://github.example/${NAME}/pull/1`)
  expect(github.pull(1)).toMatchObject({
    head: 'isthmus/change/gdw',
    base: 'main',
    labels: expect.arrayContaining(['isthmus']),
  })
  expect((await isthmus(work, 'propose')).out).toContain('the open proposal is up to date')
  expect(github.pulls).toHaveLength(1)
  const pulls = await isthmus(work, 'pulls')
  expect(pulls.code).toBe(1)
  expect(pulls.err).toMatch(/on github[\s\S]*review them there/)
})

test('a token that is not there is a failure that names its reference', async () => {
  const { github, work } = await onGithub('no-token')
  const { code, err } = await isthmus(work, 'propose')
  expect(code).toBe(1)
  expect(err).toMatch(/no-token[\s\S]*mount it/)
  expect(github.log).toEqual([])
})

test('boxes ticked elsewhere than on the local forge are said to wait', async () => {
  const report: DriftReport = {
    environment: 'gdw',
    observedAt: noon,
    summary: { inSync: 0, drifted: 0, reverted: 0, unknown: 0, pending: 0, notRolledOut: 0, error: 0 },
    clusters: [],
    drifts: [],
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
    source: 'directory',
  }
  const author = { name: 'Isthmus bot', email: 'bot@example.com' }
  const input = { repository: fakeRepository(), forge: fakeForge(), author, quietDays: 30, now: noon }
  expect(await answerTicks(report, input)).toMatch(/^boxes and comments on fake are not answered.*isthmus resolve/)
})
