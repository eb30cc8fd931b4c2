import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import { aRepository, inConfiguration, inEnvironment, pointedAt, validateFiles } from './a-repository.ts'

describe('configuration and secrets', () => {
  const vaultToken = ['hvs', 'CAESIJzX2m4yQ8sT1aBcDeFgHiJk'].join('.')
  test.each<[string, Change, readonly string[]]>([
    [
      'a token in plain text',
      inConfiguration('forge: { type: github, repository: a/b, token: plain-words }\n'),
      ['secret/inline @ plain-words'],
    ],
    [
      'a known token, once',
      inConfiguration(`forge: { type: github, repository: a/b, token: ${vaultToken} }\n`),
      [`secret/inline @ ${vaultToken}`],
    ],
    [
      'an address that is neither reference nor URL',
      inConfiguration('chats: [{ type: slack, url: plain-words }]\n'),
      ['secret/inline @ plain-words'],
    ],
    [
      'two ways to a secret',
      inConfiguration('chats: [{ type: webhook, url: "https://a", secret: { env: A, file: b } }]\n'),
      ['secret/reference @ {'],
    ],
    [
      'no way to a secret',
      inConfiguration('chats: [{ type: webhook, url: "https://a", secret: {} }]\n'),
      ['secret/reference @ {'],
    ],
    [
      'a token in any other text',
      inEnvironment('tier: edge', `tier: ${vaultToken}`),
      [`secret/inline-value @ ${vaultToken}`],
    ],
    [
      'a private key',
      inConfiguration('author:\n  name: |\n    -----BEGIN RSA PRIVATE KEY-----\n'),
      ['secret/inline-value @ -----BEGIN'],
    ],
    ['a chat without address', inConfiguration('chats: [{ type: slack }]\n'), ['configuration/incomplete @ {']],
    ['a forge without repository', inConfiguration('forge: { type: github }\n'), ['configuration/incomplete @ {']],
    [
      'a forge of one’s own without address',
      inConfiguration('forge: { type: gitea, repository: a/b }\n'),
      ['configuration/incomplete @ {'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    const { findings } = validateFiles(files)
    expect(pointedAt(files, findings)).toEqual(expected)
    expect(JSON.stringify(findings)).not.toMatch(/plain-words|CAESIJ/)
  })
})
