import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aGithub, TOKEN } from '../adapters/github/a-github.ts'
import { APP } from '../adapters/github/app-deeds.ts'
import { NAME } from '../adapters/github/kept.ts'
import { aRepository, isthmus, pushAll, write } from './a-shell.ts'

async function onGithub(token: string, more: object = {}) {
  const github = await aGithub('isthmus/change/gdw')
  const { root, work } = await aRepository()
  write(root, 'token', `${TOKEN}\n`)
  const forge = { type: 'github', url: github.url, repository: NAME, token: { file: join(root, token) }, ...more }
  const kind = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' }
  write(work, 'isthmus.yaml', JSON.stringify({ ...kind, forge }))
  pushAll(work, 'Our pull requests are on GitHub')
  return { github, root, work }
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

test('a GitHub App takes the place of the token; both, or neither, is refused before anything is sent', async () => {
  const { github, root, work } = await onGithub('token')
  github.appKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  write(root, 'key', github.appKey)
  const app = { ...APP, key: { file: join(root, 'key') } }
  const configure = (forge: object) => {
    const kind = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' }
    write(
      work,
      'isthmus.yaml',
      JSON.stringify({ ...kind, forge: { type: 'github', url: github.url, repository: NAME, ...forge } }),
    )
  }
  const token = { file: join(root, 'token') }
  for (const forge of [{ token, app }, {}, { token, repository: undefined }]) {
    configure(forge)
    const { code, err } = await isthmus(work, 'propose')
    expect([code, err]).toEqual([1, expect.stringMatching(/forge github has (both|neither|no rep)/)])
  }
  expect(github.log).toEqual([])
  configure({ app })
  expect((await isthmus(work, 'propose')).out).toContain('proposal created')
  expect(github.issued).not.toEqual([])
})
