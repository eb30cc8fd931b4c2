import { expect, test } from 'vitest'
import { addressOf, bearer, below } from '../../../engine/model/exchange.ts'

test.each(['ftp://x/', 'not an address', 'https://name:s3cr3t@host/', 'https://:s3cr3t@host/', 'file:///etc/passwd'])(
  '%s is no address, and not repeated',
  (url) => {
    expect(() => addressOf(url, 'slack')).toThrow(
      expect.objectContaining({ code: 'slack/bad-address', message: expect.not.stringContaining('s3cr3t') }),
    )
  },
)

test.each([
  ['https://a', '/x', 'https://a/x'],
  ['https://a/', '/x', 'https://a/x'],
  ['https://a/b//', '/x/y', 'https://a/b/x/y'],
  ['https://a/b?c=d', '/x', 'https://a/b/x?c=d'],
])('below %s, %s is %s', (base, path, expected) => {
  expect(below(new URL(base), path).href).toBe(expected)
})

test.each(['', 'two\nlines', 'a b', 'ä'])('%j is no token, and not repeated', (token) => {
  expect(() => bearer(token, 'slack')).toThrow(expect.objectContaining({ code: 'slack/bad-token' }))
})

test('a token becomes a header', () => {
  expect(bearer('xoxb-1-a_b.c', 'slack')).toBe('Bearer xoxb-1-a_b.c')
})
