import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aWebServer } from '../adapters/a-web-server.ts'
import { problems } from '../model/output-schemas/problems.ts'
import { aRepository, git, isthmus, pushAll, write } from './a-shell.ts'

interface Told {
  readonly checks: readonly { id: string; subject: string; state: string; sentence: string; remedy?: string }[]
  readonly summary: Record<string, number>
}

async function ask(work: string, ...args: string[]) {
  const { code, out } = await isthmus(work, 'doctor', '--output', 'json', ...args)
  expect(problems('doctor', out)).toEqual([])
  const told = JSON.parse(out) as Told
  return { code, told, state: (id: string) => told.checks.filter((each) => each.id === id).map((each) => each.state) }
}

function configure(work: string, more: object) {
  write(work, 'isthmus.yaml', JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration', ...more }))
}

test('a repository as init makes it fails for its example owners, and passes once they are real', async () => {
  const { work } = await aRepository()
  const before = await ask(work)
  expect(before.code).toBe(2)
  expect(before.state('repository/code-owners')).toEqual(['fail'])
  write(work, 'CODEOWNERS', '* @org/platform\n')
  pushAll(work, 'Name the owners')
  const after = await ask(work)
  expect(after.code).toBe(0)
  expect(after.state('repository/push')).toEqual(['ok'])
  expect(after.state('hub/reached')).toEqual(['skipped'])
  expect((await ask(work, '--strict')).code).toBe(2)
  expect(git(work, 'status', '--porcelain')).toBe('')
})

test('forge and chat of isthmus.yaml are asked; an open branch fails, and so does a chat that is gone', async () => {
  const { work, root } = await aRepository()
  const server = await aWebServer({
    'GET /api/v1/repos/org/repo': { body: { permissions: { push: true, pull: true, admin: true } } },
    'GET /api/v1/repos/org/repo/branches/main': { body: { protected: false } },
    'HEAD /hook': { status: 410 },
  })
  write(root, 'token', 't0ken\n')
  const token = { file: join(root, 'token') }
  const forge = { type: 'gitea', url: server.url, repository: 'org/repo', token }
  configure(work, { forge, chats: [{ type: 'webhook', name: 'team', url: `${server.url}/hook` }] })
  const { code, told, state } = await ask(work)
  expect(code).toBe(2)
  expect(state('forge/rights')).toEqual(['ok'])
  expect(state('forge/branch-protection')).toEqual(['fail'])
  expect(state('chat/reached')).toEqual(['fail'])
  expect(JSON.stringify(told)).not.toContain('t0ken')
})

test('what cannot be reached, and a secret that is not there, are checks that fail', async () => {
  const { work } = await aRepository()
  configure(work, {
    forge: { type: 'github', repository: 'org/repo', token: { env: 'NOT_SET_ANYWHERE' } },
    chats: [{ type: 'webhook', url: 'http://127.0.0.1:1/' }],
  })
  const { code, told, state } = await ask(work, '--from', join(work, 'nowhere'))
  expect(code).toBe(2)
  expect(state('forge/reached')).toEqual(['fail'])
  expect(state('chat/reached')).toEqual(['fail'])
  expect(state('hub/reached')).toEqual(['fail'])
  expect(JSON.stringify(told)).toContain('NOT_SET_ANYWHERE')
})

test('a secret that only a server or a bot reads is looked for, too', async () => {
  const { work, root } = await aRepository()
  const more = (secret: object) => ({
    author: { name: 'a', email: 'a@example.com', sign: { format: 'ssh', key: { file: '../key' } } },
    chats: [{ type: 'slack', token: { env: 'NO_BOT_TOKEN' }, channel: 'C0123456789' }],
    heartbeat: { url: { env: 'NO_HEARTBEAT' } },
    server: { webhook: { secret } },
  })
  const found = async (secret: object) => {
    configure(work, more(secret))
    const { told } = await ask(work)
    return told.checks.filter((each) => each.id === 'configuration/secrets').map((each) => each.sentence)
  }
  expect(await found({ env: 'NO_SECRET' })).toEqual([
    expect.stringMatching(/^author\.sign\.key: .*key/),
    expect.stringMatching(/^token of chat slack: .*NO_BOT_TOKEN/),
    expect.stringMatching(/^heartbeat\.url: .*NO_HEARTBEAT/),
    expect.stringMatching(/^server\.webhook: .*NO_SECRET/),
  ])
  write(root, 'short', 'zQ7\n')
  const short = await found({ file: join(root, 'short') })
  expect(short.join()).toContain('shorter than 16')
  expect(short.join()).not.toContain('zQ7')
})

test('text names each subject once, with remedies; --quiet leaves out what is in order', async () => {
  const { work } = await aRepository()
  const whole = await isthmus(work, 'doctor')
  expect(whole.out).toMatch(/^machine /)
  expect(whole.out).toMatch(/FAIL .*example team[\s\S]*→ replace it/)
  const short = await isthmus(work, 'doctor', '--quiet')
  expect(short.out).not.toMatch(/^ {2}ok /m)
})
