import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { listAt, textAt } from '../../engine/model/json.ts'
import { aRepository, isthmus, pushAll, write } from '../engine/commands/a-shell.ts'

const root = join(import.meta.dirname, '..', '..')
const file = (path: string) => readFileSync(join(root, path), 'utf8')
const steps = () => listAt(load(file('ci/github/action.yml')) as Json, 'runs', 'steps')
const step = (name: string) => steps().find((each) => textAt(each, 'name') === name) ?? null

test('no script of ours holds an expression, and every action is pinned by commit', () => {
  for (const each of steps()) {
    expect(textAt(each, 'run') ?? '').not.toContain('${{')
    expect(textAt(each, 'uses') ?? 'x@0123456789012345678901234567890123456789').toMatch(/@[0-9a-f]{40}$/)
  }
  for (const path of ['ci/github/action.yml', 'engine/commands/starter.ts']) {
    expect(file(path)).not.toMatch(/^on:.*pull_request_target/m)
  }
})

test('what takes a secret is never done for a fork', () => {
  for (const name of ['comment', 'drift']) {
    expect(textAt(step(name), 'if')).toContain('github.event.pull_request.head.repo.full_name == github.repository')
  }
})

test('where to comment is what the base says, not the change', async () => {
  const { work } = await aRepository()
  const kind = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' }
  const forge = { type: 'github', repository: 'org/repo', token: { env: 'NOT_SET_ANYWHERE' } }
  write(work, 'isthmus.yaml', JSON.stringify({ ...kind, forge }))
  // The local forge of the base is asked, and knows no pull request 7; the change's GitHub is not.
  const before = await isthmus(work, 'plan', '--comment', '7')
  expect([before.code, before.err]).toEqual([1, expect.not.stringContaining('NOT_SET')])
  pushAll(work, 'On GitHub')
  expect((await isthmus(work, 'plan', '--comment', '7')).err).toContain('NOT_SET_ANYWHERE')
  expect((await isthmus(work, 'plan', '--comment', 'x')).err).toContain('usage/comment')
})
