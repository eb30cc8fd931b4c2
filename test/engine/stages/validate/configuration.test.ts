import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
      'addresses that nobody could open',
      inConfiguration(
        'forge: { type: gitea, repository: a/b, url: "https://a:b", token: { env: A } }\nserver: { url: "http://[" }\nchats: [{ type: webhook, url: "https://" }]\nheartbeat: { url: "https://%" }\n',
      ),
      [
        'configuration/bad-address @ "https',
        'configuration/bad-address @ "http',
        'configuration/bad-address @ "https',
        'configuration/bad-address @ "https',
      ],
    ],
    [
      'a hub for an environment that is not there',
      inConfiguration('hub: { context: east, environments: { gwd: west, constructor: east, Gdw: east, a/b: east } }\n'),
      [
        'configuration/unknown-environment @ gwd',
        'configuration/unknown-environment @ constructor',
        'configuration/unknown-environment @ Gdw',
        'configuration/unknown-environment @ a/b',
      ],
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
    [
      'a forge without repository',
      inConfiguration('forge: { type: github, token: { env: A } }\n'),
      ['configuration/incomplete @ {'],
    ],
    [
      'a chat of environments that are not there',
      inConfiguration('chats: [{ type: terminal, environments: [gdw, gwd, constructor] }]\n'),
      ['configuration/unknown-environment @ gwd', 'configuration/unknown-environment @ constructor'],
    ],
    [
      'a forge of one’s own without address',
      inConfiguration('forge: { type: gitea, repository: a/b, token: { env: A } }\n'),
      ['configuration/incomplete @ {'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    const { findings } = validateFiles(files)
    expect(pointedAt(files, findings)).toEqual(expected)
    expect(JSON.stringify(findings)).not.toMatch(/plain-words|CAESIJ/)
  })
})

describe('forges that cannot work', () => {
  const TOKEN = 'token: { env: A }'
  const APP = 'app: { id: 1, installation: 2, key: { env: A } }'
  const GITLAB = 'type: gitlab, url: "https://git.example.com"'
  test.each<[string, string, readonly string[]]>([
    ['github with a token', `type: github, repository: a/b, ${TOKEN}`, []],
    ['github with an app', `type: github, repository: a/.b, ${APP}`, []],
    ['gitlab with groups', `${GITLAB}, repository: a/b/c-d, ${TOKEN}`, []],
    ['folders beside the repository', 'type: local', []],
    ['an address', `type: github, repository: "https://x/a/b", ${TOKEN}`, ['configuration/bad-repository @ "https']],
    ['no owner', `type: github, repository: b, ${TOKEN}`, ['configuration/bad-repository @ b']],
    ['nothing behind the slash', `type: github, repository: a/, ${TOKEN}`, ['configuration/bad-repository @ a/']],
    ['a folder above', `type: github, repository: a/.., ${TOKEN}`, ['configuration/bad-repository @ a/..']],
    ['groups on github', `type: github, repository: a/b/c, ${TOKEN}`, ['configuration/bad-repository @ a/b/c']],
    ['no group on gitlab', `${GITLAB}, repository: b, ${TOKEN}`, ['configuration/bad-repository @ b']],
    ['two credentials', `type: github, repository: a/b, ${TOKEN}, ${APP}`, ['configuration/forge-credentials @ {']],
    ['no credentials', 'type: github, repository: a/b', ['configuration/no-forge-credentials @ {']],
    ['an app elsewhere', `${GITLAB}, repository: a/b, ${APP}`, ['configuration/forge-credentials @ {']],
    ['no token elsewhere', `${GITLAB}, repository: a/b`, ['configuration/no-forge-credentials @ {']],
  ])('%s', (_, forge, expected) => {
    const files = aRepository(inConfiguration(`forge: { ${forge} }\n`))
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })
})

describe('chats that cannot work', () => {
  const chats = (text: string) => inConfiguration(`chats:\n${text}`)
  const rulesOf = (change: Change) => {
    const files = aRepository(change)
    return pointedAt(files, validateFiles(files).findings)
  }
  const night = "quietHours: [{ from: '22:00', to: '07:00', timeZone: Europe/Berlin }]"

  test.each<[string, string, readonly string[]]>([
    ['slack through a webhook', '  - { type: slack, url: { env: A } }\n', []],
    ['slack through its API', '  - { type: slack, token: { env: A }, channel: C0123456789 }\n', []],
    ['with all rules', `  - { type: teams, url: { env: A }, ${night}, digestMinutes: 60 }\n`, []],
    ['slack without a channel', '  - { type: slack, token: { env: A } }\n', ['configuration/incomplete @ {']],
    [
      'mattermost without a server',
      '  - { type: mattermost, token: { env: A }, channel: a }\n',
      ['configuration/incomplete @ {'],
    ],
    ['alertmanager without an address', '  - { type: alertmanager }\n', ['configuration/incomplete @ {']],
    [
      'a webhook as plain text',
      '  - { type: slack, url: "https://plain-words" }\n',
      ['configuration/secret-address @ "https'],
    ],
    [
      'a workflow as plain text',
      '  - { type: teams, url: "https://plain-words" }\n',
      ['configuration/secret-address @ "https'],
    ],
    ['two of a name', '  - { type: terminal }\n  - { type: terminal }\n', ['configuration/duplicate-chat @ {']],
    [
      'an unknown time zone',
      "  - { type: terminal, quietHours: [{ from: '22:00', to: '07:00', timeZone: Berlin }] }\n",
      ['configuration/time-zone @ Berlin'],
    ],
    [
      'no time of the clock',
      "  - { type: terminal, quietHours: [{ from: '25:00', to: '07:00', timeZone: UTC }] }\n",
      ["schema/pattern @ '25"],
    ],
    [
      'quiet all day',
      "  - { type: terminal, quietHours: [{ from: '07:00', to: '07:00', timeZone: UTC }] }\n",
      ['configuration/quiet-all-day @ {'],
    ],
    [
      'escalation to nobody',
      '  - { type: terminal, escalate: { afterMinutes: 5, to: terminel2 } }\n',
      ['configuration/unknown-chat @ terminel2'],
    ],
    [
      'escalation to itself',
      '  - { type: terminal, escalate: { afterMinutes: 5, to: terminal } }\n',
      ['configuration/unknown-chat @ terminal'],
    ],
    ['an unknown severity', '  - { type: terminal, minimumSeverity: urgent }\n', ['schema/not-allowed @ urgent']],
    [
      'an alertmanager with a digest',
      '  - { type: alertmanager, url: "https://am", digestMinutes: 5 }\n',
      ['configuration/no-effect @ 5'],
    ],
    [
      'an alertmanager without ends',
      '  - { type: alertmanager, url: "https://am", events: [opened] }\n',
      ['configuration/no-end @ ['],
    ],
    [
      'a heartbeat to nobody',
      '  - { type: terminal }\nheartbeat: { chat: pager }\n',
      ['configuration/unknown-chat @ pager'],
    ],
    [
      'a heartbeat without a place',
      '  - { type: terminal }\nheartbeat: { everyHours: 3 }\n',
      ['configuration/incomplete @ {'],
    ],
    ['a heartbeat in a chat', '  - { type: terminal }\nheartbeat: { chat: terminal, everyHours: 3 }\n', []],
  ])('%s', (_, text, expected) => {
    expect(rulesOf(chats(text)).map((each) => each.slice(0, 70))).toEqual(expected)
  })

  test('an address that is a secret is not repeated', () => {
    const files = aRepository(chats('  - { type: slack, url: "https://hooks/plain-words" }\n'))
    expect(JSON.stringify(validateFiles(files).findings)).not.toContain('plain-words')
  })
})

test('every example of docs/how-to/chats.md is valid', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/how-to/chats.md'), 'utf8')
  const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((each) => each[1] ?? '')
  expect(examples).toHaveLength(3)
  for (const example of examples) {
    const files = aRepository({ 'isthmus.yaml': example })
    expect(validateFiles(files).findings).toEqual([])
  }
})
