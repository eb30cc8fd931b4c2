import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOf } from '../../../../engine/adapters/gitlab/place.ts'

test.each([
  ['https://gitlab.com', 'https://gitlab.com/api/v4'],
  ['https://git.example.com/gitlab/', 'https://git.example.com/gitlab/api/v4'],
  ['https://git.example.com/api/v4', 'https://git.example.com/api/v4'],
  ['http://localhost:3000', 'http://localhost:3000/api/v4'],
])('the API of %s', (url, api) => {
  expect(placeOf(url, 'a/b/c.d')).toEqual({ api, project: 'a/b/c.d' })
})

test.each(['http://gitlab.com', 'https://user:word@gitlab.com', 'https://gitlab.com/#x', 'gitlab.com'])(
  '%j is no address for a token',
  (url) => {
    expect(() => placeOf(url, 'a/b')).toThrow(expect.objectContaining({ code: 'gitlab/bad-address' }))
  },
)

test.each(['desired-state', 'a//b', 'a/../b', '/b', 'a/', 'a/b c', '-a/b'])('%j is no project', (name) => {
  expect(() => placeOf('https://gitlab.com', name)).toThrow(expect.objectContaining({ code: 'gitlab/bad-repository' }))
})

test('the client is loaded with the first request, not with the program', () => {
  const root = join(import.meta.dirname, '../../../..')
  const importers = globSync('engine/**/*.ts', { cwd: root }).filter((file) =>
    /^import (?!type ).*'@gitbeaker\/core'/m.test(
      readFileSync(join(root, file), 'utf8').replaceAll(/\{[^}]*\}/g, '{}'),
    ),
  )
  expect(importers).toEqual([])
})
