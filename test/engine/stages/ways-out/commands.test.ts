import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommands, parseTick } from '../../../../engine/stages/ways-out/commands.ts'

const ID = '0123456789abcdef'

describe('a comment', () => {
  test.each<[string, unknown]>([
    [`/isthmus adopt ${ID}`, [{ way: 'adopt', fingerprint: ID }]],
    [`Please:\r\n/isthmus put-back ${ID}  \r\nthanks`, [{ way: 'put-back', fingerprint: ID }]],
    [`/isthmus put back ${ID}`, [{ way: 'put-back', fingerprint: ID }]],
    [`/isthmus enforce here ${ID} until 2026-12-24`, [{ way: 'enforce-here', fingerprint: ID, until: '2026-12-24' }]],
    [
      `/isthmus enforce-here ${ID} until 2026-12-24 because it is urgent`,
      [{ way: 'enforce-here', fingerprint: ID, until: '2026-12-24', because: 'it is urgent' }],
    ],
    [
      `/isthmus ignore ${ID} until 2026-12-24 because  load   test`,
      [{ way: 'ignore', fingerprint: ID, until: '2026-12-24', because: 'load test' }],
    ],
    [
      `/isthmus adopt ${ID}\n/isthmus adopt ffff`,
      [
        { way: 'adopt', fingerprint: ID },
        { way: 'adopt', fingerprint: 'ffff' },
      ],
    ],
    [`> /isthmus adopt ${ID}`, []],
    [`  /isthmus adopt ${ID}`, []],
    [`\`\`\`\n/isthmus adopt ${ID}\n\`\`\``, []],
    [`~~~\n\`\`\`\n/isthmus adopt ${ID}\n~~~\n`, []],
    ['/isthmusadopt', []],
    ['nothing of ours', []],
  ])('%j', (text, asked) => {
    expect(parseCommands(text)).toEqual(asked)
  })

  test.each([
    ['/isthmus', /not understood/],
    ['/isthmus merge everything', /not understood/],
    [`/isthmus adopt ${ID.toUpperCase()}`, /not understood/],
    [`/isthmus adopt ../../${ID}`, /not understood/],
    [`/isthmus adopt ${ID} $(reboot)`, /nothing comes behind/],
    [`/isthmus ignore ${ID}`, /last day/],
    [`/isthmus ignore ${ID} until 2026-02-30 because x y`, /calendar/],
    [`/isthmus ignore ${ID} until 2026-12-24`, /takes a reason/],
    [`/isthmus ignore ${ID} until 2026-12-24 because .`, /takes a reason/],
  ])('says what is wrong with %j', (text, words) => {
    expect(parseCommands(text)).toEqual([{ refused: expect.stringMatching(words) }])
  })

  test('a reason is one visible line, however it was written', () => {
    const [command] = parseCommands(
      `/isthmus ignore ${ID} until 2026-12-24 because a\u202eb <!-- x -->${'y'.repeat(900)}`,
    )
    expect(command).toMatchObject({ because: expect.stringMatching(/^a\\u\{202e\}b .{200,}$/) })
    expect((command as { because: string }).because.length).toBeLessThanOrEqual(300)
  })

  test('any text gives few commands with plain ids, soon', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('/isthmus ', '/isthmus adopt ', '\n', '```', ` ${ID}`, ' until ', '\u2028', ' '.repeat(99)),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (parts) => {
        const found = parseCommands(parts.join(''))
        expect(found.length).toBeLessThanOrEqual(10)
        for (const each of found) if ('fingerprint' in each) expect(each.fingerprint).toMatch(/^[0-9a-f]{4,64}$/)
      }),
      { seed: 7, numRuns: 200 },
    )
    expect(parseCommands(`/isthmus ignore ${ID} until ${' '.repeat(50_000)}x`)).toHaveLength(1)
  })
})

test.each([
  [`adopt ${ID}: make what is there the desired state`, { way: 'adopt', fingerprint: ID }],
  [`enforce here ${ID}: let RHACM put it back, for 7 days`, { way: 'enforce-here', fingerprint: ID }],
  [`adopt ${ID}`, undefined],
  [`please adopt ${ID}: x`, undefined],
  ['ignore ffff: x', undefined],
])('the box %j', (item, asked) => {
  const tick = parseTick(item)
  expect(tick?.way === 'ignore' ? undefined : tick).toEqual(asked)
})
