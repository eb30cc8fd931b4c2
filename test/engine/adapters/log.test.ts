import { expect, test } from 'vitest'
import { jsonLog } from '../../../engine/adapters/log.ts'

function logged(quiet = false) {
  const lines: string[] = []
  const log = jsonLog({ write: (line) => void lines.push(line), now: () => '2026-03-04T12:00:00Z', quiet })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

test('a line is one JSON object with level, time, event and fields', () => {
  const { log, lines, last } = logged()
  log.warn('step-failed', { id: 'a426b004', environment: 'gdw', because: ['push to main (github d-1)'], retry: true })
  expect(lines.at(-1)).toMatch(/^\{.*\}\n$/)
  expect(last()).toEqual({
    level: 'warn',
    time: '2026-03-04T12:00:00Z',
    id: 'a426b004',
    environment: 'gdw',
    because: ['push to main (github d-1)'],
    retry: true,
    event: 'step-failed',
  })
})

test.each([
  'hvs.CAESIJ1cGFzc3dvcmRhbmRzb21ldGhpbmdsb25nZW5vdWdo',
  'token: ghp_1234567890abcdefghijklmnopqrstuvwxyz',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
])('%s does not get into a log', (secret) => {
  const { log, lines } = logged()
  log.error('bug', { message: `it said ${secret}`, because: [secret] })
  expect(lines.join('')).not.toContain(secret.slice(0, 20))
})

test('nor does the part of it that a long text is cut after', () => {
  const { log, lines } = logged()
  log.error('bug', { message: `${'a '.repeat(488)}token ghp_1234567890abcdefghijklmnopqrstuvwxyz` })
  expect(lines.join('')).not.toContain('ghp_1')
})

test.each([
  'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  'https://git.example.com/platform/desired-state/pulls/7',
  'lock/lost: west writes now, and east does not',
])('%s is told as it is', (text) => {
  const { log, last } = logged()
  log.info('webhook', { text })
  expect(last()).toMatchObject({ text })
})

test('text of others cannot hide in control characters, and is cut', () => {
  const { log, last } = logged()
  log.info('webhook', { text: `\u001b[2J${'x'.repeat(5_000)}` })
  expect(String(last().text)).toMatch(/^\\u\{1b\}\[2J/)
  expect(String(last().text).length).toBeLessThanOrEqual(1_000)
})

test('quiet leaves only what is wrong', () => {
  const { log, lines } = logged(true)
  log.info('started')
  log.warn('blocked')
  expect(lines).toHaveLength(1)
})
