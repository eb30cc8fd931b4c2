import { expect, test } from 'vitest'
import { terminalChat } from '../../../engine/adapters/terminal-chat.ts'
import { alert } from '../../contracts/chat.ts'

function printed(colour: boolean, more = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    terminalChat({ write: resolve, colour })
      .send({ ...alert, ...more })
      .catch(reject)
  })
}

test('an alert reads as a few lines', async () => {
  expect(await printed(false)).toBe(
    [
      'OPENED gdw: NetworkPolicy vault/vault differs on cluster2',
      '  /spec/ingress/0/from: should be [], is [{"ipBlock":{"cidr":"0.0.0.0/0"}}]',
      '  Asked for by environments/gdw.yaml:42',
      '  https://git.example.com/pulls/7',
      '  [critical] 2026-01-31T12:00:00Z  alert 0123456789abcdef',
      '',
    ].join('\n'),
  )
})

test('colour only where asked for', async () => {
  expect(await printed(true)).toContain('\u001b[31mOPENED')
  expect(await printed(false)).not.toContain('\u001b')
})

test('what others named cannot steer the terminal', async () => {
  const text = await printed(false, { title: 'a\u001b[2Jb\u202Ec', lines: ['x\r\ny'] })
  expect(text).toContain('a\\u{1b}[2Jb\\u{202e}c')
  expect(text).toContain('x\\u{d}\\u{a}y')
})
