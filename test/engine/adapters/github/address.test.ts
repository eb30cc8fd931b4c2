import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOf } from '../../../../engine/adapters/github/address.ts'

test.each([
  [undefined, 'https://api.github.com'],
  ['https://github.com', 'https://api.github.com'],
  ['https://api.github.com/', 'https://api.github.com'],
  ['https://git.example.com', 'https://git.example.com/api/v3'],
  ['https://git.example.com/api/v3/', 'https://git.example.com/api/v3'],
  ['https://git.example.com:8443/hub/', 'https://git.example.com:8443/hub/api/v3'],
  ['https://octo.ghe.com', 'https://api.octo.ghe.com'],
  ['https://api.octo.ghe.com', 'https://api.octo.ghe.com'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/api/v3'],
  ['http://[::1]:3000', 'http://[::1]:3000/api/v3'],
])('the API of %s', (url, api) => {
  expect(placeOf(url, 'platform/desired-state')).toEqual({ api, owner: 'platform', name: 'desired-state' })
})

test.each([
  'http://git.example.com',
  'http://127.0.0.1.example.com',
  'https://user:word@git.example.com',
  'https://git.example.com/?token=x',
  'ftp://git.example.com',
  'git.example.com',
  '',
])('%j is no address for a token', (url) => {
  expect(() => placeOf(url, 'a/b')).toThrow(expect.objectContaining({ code: 'github/bad-address' }))
})

test.each(['desired-state', 'a/b/c', 'a/..', '../b', 'a/b?x', 'a b/c', '/b', 'a/'])('%j is no repository', (name) => {
  expect(() => placeOf(undefined, name)).toThrow(expect.objectContaining({ code: 'github/bad-repository' }))
})

test('octokit is loaded with the first request, not with the program', () => {
  const root = join(import.meta.dirname, '../../../..')
  const importers = globSync('engine/**/*.ts', { cwd: root }).filter((file) =>
    /^import (?!type ).*'octokit'/m.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(importers).toEqual([])
})
