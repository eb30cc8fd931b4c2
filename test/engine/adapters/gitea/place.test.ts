import { expect, test } from 'vitest'
import { placeOf } from '../../../../engine/adapters/gitea/place.ts'

test.each([
  ['https://git.example.com', 'https://git.example.com/api/v1'],
  ['https://git.example.com/', 'https://git.example.com/api/v1'],
  ['https://git.example.com/api/v1/', 'https://git.example.com/api/v1'],
  ['https://git.example.com:8443/gitea/', 'https://git.example.com:8443/gitea/api/v1'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/api/v1'],
  ['http://[::1]:3000', 'http://[::1]:3000/api/v1'],
])('the API of %s', (url, api) => {
  expect(placeOf(url, 'platform/desired-state')).toEqual({ api, path: '/repos/platform/desired-state' })
})

test.each([
  'http://git.example.com',
  'https://user:word@git.example.com',
  'https://git.example.com/?token=x',
  'git',
  '',
])('%j is no address for a token', (url) => {
  expect(() => placeOf(url, 'a/b')).toThrow(expect.objectContaining({ code: 'gitea/bad-address' }))
})

test.each(['desired-state', 'a/b/c', 'a/..', '../b', 'a/b?x', 'a b/c', '/b', 'a/'])('%j is no repository', (name) => {
  expect(() => placeOf('https://git.example.com', name)).toThrow(
    expect.objectContaining({ code: 'gitea/bad-repository' }),
  )
})
