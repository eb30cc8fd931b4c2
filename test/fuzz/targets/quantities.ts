import fc from 'fast-check'
import { parseCidr } from '../../../engine/model/cidr.ts'
import { finding } from '../../../engine/model/finding.ts'
import { readFloat, readInteger } from '../../../engine/model/go-numbers.ts'
import { parseQuantity } from '../../../engine/model/quantity.ts'
import { retryAfterMs } from '../../../engine/model/retry.ts'
import { didYouMean } from '../../../engine/model/suggest.ts'
import { utcOf } from '../../../engine/model/utc.ts'
import { splitReferences } from '../../../engine/model/value-references.ts'
import { dayAfter, isDay } from '../../../engine/model/way-out.ts'
import { excerpt } from '../../../engine/stages/excerpt.ts'
import { isDuration } from '../../../engine/stages/generate/duration.ts'
import { readTimestamp } from '../../../engine/stages/generate/scalar.ts'
import { readMessage, reversions } from '../../../engine/stages/judge/history-messages.ts'
import { matchesGlob } from '../../../engine/stages/judge/noise-pointer.ts'
import { isRewritten } from '../../../engine/stages/judge/noise-rewritten.ts'
import { outlineOf } from '../../../engine/stages/load/outline.ts'
import { resolvePlain } from '../../../engine/stages/load/scalar.ts'
import { hostileText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const RIGHT = [
  '10.0.0.0/8',
  '1Gi',
  '1e3',
  '2160h1m',
  '2026-01-31T12:00:00Z',
  '0x1f',
  '1:30:00',
  'NonCompliant; violation - configmaps [a] found but not as specified in namespace x',
  'P1D',
  '1_000',
  '120',
  '-0.5e-7',
]
const piece = fc.oneof(
  fc.constantFrom(...RIGHT),
  fc.constantFrom(...'0123456789.:-+eExXhmsGiTZ/_ ;[],', '00', '11111111', '........', 'hhhh', '    '),
  hostileText,
)
const text = fc.array(piece, { maxLength: 5 }).map((each) => each.join(''))
const NOW = '2026-01-31T12:00:00Z'
const pump = (each: string) => each.repeat(50_000)

export const quantities = target({
  name: 'quantities',
  holds: 'any text is a quantity, a network, a duration, a time or none, in linear time',
  input: text,
  cases: [
    '1',
    '.',
    '1.',
    '-',
    '+',
    '_',
    '1_',
    ':',
    '1:',
    'e',
    '0',
    '/',
    '1h',
    ' ',
    '\t',
    '\n',
    '[',
    '; ',
    'a-',
    '*',
    '[x], ',
    'violation - ',
    '$(values.',
  ].flatMap((each) => [pump(each), `${pump(each)}!`, `x${pump(each)}`]),
  few: 100,
  check: (given) => {
    const network = parseCidr(given)
    if (network) hold(/^\d/.test(given), 'no network', given)
    parseQuantity(given)
    isDuration(given)
    utcOf(given)
    const wait = retryAfterMs(given, NOW)
    if (wait !== undefined) hold(Number.isFinite(wait) && wait >= 0, 'no wait', given, wait)
    for (const number of [readInteger(given), readFloat(given)])
      hold(number === undefined || typeof number === 'number', 'no number', given)
    readTimestamp(given)
    resolvePlain(given)
    outlineOf(given)
    splitReferences(given)
    readMessage(given)
    reversions(
      [
        { time: NOW, message: given },
        { time: given, message: given },
      ],
      '',
    )
    for (const as of ['quantity', 'duration', 'network'] as const) isRewritten(as, given, given)
    matchesGlob('a*b', given)
    if (isDay(given)) hold(dayAfter(`${given}T00:00:00Z`, 1) !== undefined, 'no day', given)
    if (given.length < 2_000) didYouMean(given, ['environment', 'placement'])
  },
})

const long = (each: string) => each.repeat(200_000)

export const excerpts = target({
  name: 'excerpt',
  holds: 'any place in any text is shown in time, without a hidden character',
  input: fc.record({ text: hostileText, line: fc.nat(50), column: fc.nat(3_000) }),
  cases: ['x', '\n', 'token', 'secret: ', 'token\t', 'A', '//a:', '"', "'", 'eyJaaaaaaaaaa.', 'a-'].map((each) => ({
    text: long(each),
    line: 1,
    column: 40_000,
  })),
  few: 60,
  check: ({ text: given, line, column }) => {
    const shown = excerpt(
      finding('a/b', { file: given.slice(0, 100), line, column }, given.slice(0, 500), given.slice(0, 500)),
      given,
    )
    hold(!/[\p{Cc}\p{Cf}]/u.test(shown.replaceAll('\n', '')), 'a hidden character', shown)
  },
})
