import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { postableAlert } from '../../../engine/adapters/alertmanager.ts'
import { mattermostText } from '../../../engine/adapters/mattermost/markdown.ts'
import { escapeMrkdwn, slackMessage } from '../../../engine/adapters/slack/blocks.ts'
import { teamsMessage } from '../../../engine/adapters/teams.ts'
import type { Alert } from '../../../engine/model/chat.ts'
import { alert } from '../../contracts/chat.ts'
import { textsIn } from '../../contracts/chat-services/shape.ts'
import { noon } from '../../contracts/scratch-repository.ts'

/** What a service might take for more than text. */
const BARBS = [
  '<!channel>',
  '<@U0123>',
  '<https://evil.example|click>',
  '@channel',
  '@ALL',
  '@here',
  '&lt;!here&gt;',
  '`',
  '```',
  '````',
  '~~~',
  '**x**',
  '[x](https://evil.example)',
  '![x](y)',
  '# x',
  '| a |',
  ':smile:',
  '{{DATE(2026-01-01T00:00:00Z)}}',
  ['$', '{x}'].join(''),
  '<at>you</at>',
  '<script>',
  '\n',
  '\r\n```\n@all\n',
  '\u202E',
  '\u001b[2J',
  '\\',
  '"',
]
const barbed = fc
  .array(fc.oneof(fc.constantFrom(...BARBS), fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 12 })
  .map((parts) => parts.join(''))
const hostile = fc.record({ title: barbed, lines: fc.array(barbed, { minLength: 1, maxLength: 5 }) })

/** The same alert with harmless words. */
function tame({ lines }: { readonly lines: readonly string[] }): Alert {
  return { ...alert, title: 'title', lines: lines.map((each) => (each === '' ? '' : 'line')) }
}

/** Everything but the words: kinds, styles, addresses. */
function skeleton(value: unknown, hidden = /^(text|fallbackText)$/): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (hidden.test(key) && typeof each === 'string' ? '' : each)),
  )
}

const CONTROL = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u

describe('whatever others name', () => {
  test('slack: the message is built the same, and the notification is escaped', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const message = slackMessage({ ...alert, ...words })
        expect(skeleton(message)).toEqual(skeleton(slackMessage(tame(words))))
        expect(message.text).not.toMatch(/<|>|&(?!amp;|lt;|gt;)/)
        expect(JSON.stringify(message)).not.toContain('"mrkdwn"')
        expect(textsIn(message)).not.toMatch(CONTROL)
      }),
    )
  })

  test('slack: what is escaped is read as it was', () => {
    const read = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    fc.assert(
      fc.property(barbed, (text) => {
        expect(read(escapeMrkdwn(text))).toBe(text)
      }),
    )
  })

  test('teams: the card is built the same, and holds nothing that is put in place', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const card = teamsMessage({ ...alert, ...words })
        expect(skeleton(card)).toEqual(skeleton(teamsMessage(tame(words))))
        expect(textsIn(card)).not.toMatch(/\{\{|\$\{/)
        expect(textsIn(card)).not.toMatch(CONTROL)
      }),
    )
  })

  test('mattermost: it all stands in code, and wakes nobody', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const text = mattermostText({ ...alert, ...words })
        expect(withoutCode(text)).toBe(withoutCode(mattermostText(tame(words))))
        expect(text).not.toMatch(/@(all|channel|here)/i)
        expect(text).not.toMatch(CONTROL)
      }),
    )
  })

  test('alertmanager: an alert is told from others by nothing that others wrote', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const { labels, ...posted } = postableAlert({ ...alert, ...words }, noon, 240)
        expect(labels).toEqual(postableAlert(tame(words), noon, 240).labels)
        expect(textsIn(posted)).not.toMatch(CONTROL)
      }),
    )
  })
})

test('the oracle sees text that leaves its code', () => {
  expect(withoutCode('`a` b ```` ` ```` c')).toBe(' b  c')
  expect(withoutCode('`` a` ``b')).toBe('b')
  expect(withoutCode('```\nx\n```\ny')).toBe('\ny')
  expect(withoutCode('````\n```\nx\n````\ny')).toBe('\ny')
  expect(withoutCode('```\nx\n```\n@all\n```')).toContain('@all')
})

/** Takes code out as CommonMark reads it: fenced blocks first, then spans, each closed by as many backticks as opened it. */
function withoutCode(text: string): string {
  const blocks = text.replaceAll(/^(`{3,})\n[\s\S]*?\n\1(?=\n|$)/gm, '')
  return blocks.replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
}

test.each([
  ['short lines', 'ab', 3000],
  ['long lines in three bytes a letter', '漢'.repeat(480), 20],
  ['expressions', '{{a'.repeat(160), 20],
  ['quotes', '"\\'.repeat(240), 20],
])('a card of %s stays below the 28 KB that Teams takes', (_what, line, count) => {
  const lines = Array.from({ length: count }, () => line)
  const card = JSON.stringify(teamsMessage({ ...alert, title: '漢'.repeat(400), lines }))
  expect(Buffer.byteLength(card)).toBeLessThan(28 * 1024)
  expect(card).toMatch(/and \d+ more lines/)
})
