import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../engine/model/finding.ts'
import { excerpt } from '../../../engine/stages/excerpt.ts'

function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'group/rule',
    severity: 'error',
    message: 'what is wrong',
    hint: 'what to do',
    file: 'a.yaml',
    line: 2,
    column: 8,
    ...change,
  }
}

/** The source line and the carets under it. */
function frame(text: string, change: Partial<Finding> = {}): readonly string[] {
  return excerpt(aFinding(change), text).split('\n').slice(1, -2)
}

test('place, line with carets, message and remedy', () => {
  expect(excerpt(aFinding(), 'a: 1\nzones: [a]\n')).toBe(
    [
      'a.yaml:2:8 error group/rule',
      '    2 | zones: [a]',
      '      |        ^',
      '  what is wrong',
      '  hint: what to do',
    ].join('\n'),
  )
})

test('without a text, or on a line that is not there, only the words', () => {
  const words = ['a.yaml:2:8 error group/rule', '  what is wrong', '  hint: what to do'].join('\n')
  expect(excerpt(aFinding(), undefined)).toBe(words)
  expect(excerpt(aFinding(), 'a: 1\n')).toBe(words)
})

test('severity and carets are painted', () => {
  const painted = excerpt(aFinding(), 'a: 1\nzones: [a]\n', (text) => `<${text}>`)
  expect(painted.match(/<[^>]*>/g)).toEqual(['<error>', '<^>'])
})

describe('carets', () => {
  test.each([
    ['under a key', 'zones: 1', 1, '^^^^^'],
    ['under a value', 'zones: us-east-1', 8, '       ^^^^^^^^^'],
    ['under a quoted value', 'zones: "a b", c', 8, '       ^^^^^'],
    ['under an address', 'url: https://a/b#c x', 6, '     ^^^^^^^^^^^^^'],
    ['after a tab', '\tzones: 1', 2, ' ^^^^^'],
    ['after wide characters', '日本: x', 5, '      ^'],
    ['after a hidden character', 'a: \u202ex', 5, '           ^'],
    ['after a space that is none to YAML', 'a:\u00a0 x', 5, '           ^'],
    ['behind the end of the line', 'a:', 3, '  ^'],
  ])('%s', (_, line, column, carets) => {
    expect(frame(line, { line: 1, column })[1]).toBe(`      | ${carets}`)
  })
})

test('a long line is cut around the column', () => {
  const [line, carets] = frame(`${'x'.repeat(500)} here ${'y'.repeat(500)}`, { line: 1, column: 502 })
  expect(line?.length).toBeLessThan(120)
  expect(line?.slice(carets?.indexOf('^'), (carets?.lastIndexOf('^') ?? 0) + 1)).toBe('here')
})

describe('secrets are not shown', () => {
  const token = ['hvs', 'CAESIJzX2m4yQ8sT1aBcDeFgHiJk'].join('.')
  test.each([
    ['where a finding is about a secret', 'token: plain', { rule: 'secret/inline' }, 'plain'],
    ['where a line holds a known token', `name: ${token}`, {}, 'CAESIJ'],
    ['where a key names a secret', 'clientSecret: plain', {}, 'plain'],
    ['where the key stands in braces', 'forge: { tokn: x, password: plain }', {}, 'plain'],
    ['where the key itself is one', `${token}: x`, {}, 'CAESIJ'],
    ['inside a block', `  ${'QUJD'.repeat(16)}`, {}, 'QUJDQUJD'],
  ])('%s', (_, line, change, secret) => {
    const shown = excerpt(aFinding({ line: 1, column: 1, ...change }), line)
    expect(shown).toContain('(redacted)')
    expect(shown).not.toContain(secret)
  })

  test('a reference to a secret is no secret', () => {
    expect(frame('token: { env: TOKEN }', { line: 1, column: 10 })[0]).toContain('TOKEN')
  })
})

test('nothing that a terminal would obey is ever printed', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u001b', '\u202e', '\u0007', '\r', '\t', '\u200b', '\u009b', '日'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    maxLength: 300,
  })
  fc.assert(
    fc.property(hostile, hostile, fc.nat(400), (text, message, column) => {
      const shown = excerpt(aFinding({ message, line: 1, column: column + 1, file: message }), text)
      const controls = [...shown].filter((each) => each !== '\n' && /[\p{Cc}\p{Bidi_Control}\u200b]/u.test(each))
      expect(controls).toEqual([])
    }),
  )
})
