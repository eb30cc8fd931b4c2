import fc from 'fast-check'
import { ownersOf } from '../../../engine/model/codeowners.ts'
import {
  carryTicks,
  markerOf,
  newTicks,
  readStamp,
  stampedBody,
  stampOf,
  taskItems,
  withdrawStamp,
} from '../../../engine/model/forge.ts'
import { askedByComment, askersIn, isAsker } from '../../../engine/model/way-out.ts'
import { parseCommands, parseTick, reasonOf } from '../../../engine/stages/ways-out/commands.ts'
import { hostileText, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const BODY =
  '# Drift\n\n- [ ] adopt 0123abcd: x\n- [x] enforce here 0123abcd: y\n\n```\n- [ ] text\n```\n\n<!-- isthmus:drift/gdw -->\n<!-- isthmus-stamp:0123456789abcdef -->\n'
const body = fc.oneof({ weight: 3, arbitrary: mutatedText([BODY]) }, hostileText)

export const bodies = target({
  name: 'bodies',
  holds: 'our marks are found behind whatever a body quotes, and ticks change nothing but boxes',
  input: fc.record({ body, other: body, person: hostileText }),
  few: 60,
  check: ({ body: text, other, person }) => {
    const draft = { marker: 'drift/gdw', branch: 'isthmus/drift-gdw', base: 'main', title: 't', body: text, labels: [] }
    const stamped = stampedBody(draft)
    hold(markerOf(stamped) === 'drift/gdw', 'another marker', text)
    hold(readStamp(stamped) === stampOf(draft), 'another stamp', text)
    hold(readStamp(withdrawStamp(stamped)) === undefined, 'a stamp that stays', text)
    const carried = carryTicks(other, text)
    const bare = (of: string) => of.replaceAll(/\[[ xX]\]/g, '[]')
    hold(bare(carried) === bare(text), 'another text', text, carried)
    hold(taskItems(carried).length === taskItems(text).length, 'other boxes', text, carried)
    newTicks(other, text)
    hold(isAsker(askersIn(`${text}\n${askedByComment([person])}`), person), 'an asker who is none', text, person)
    for (const each of taskItems(text)) parseTick(each.text)
  },
})

export const commands = target({
  name: 'commands',
  holds: 'a comment is commands or a sentence why not; a reason is one visible line',
  input: fc.oneof(
    mutatedText([
      '/isthmus ignore 0123abcd until 2026-12-31 because we move\n> /isthmus adopt 0123abcd\n/isthmus put back 0123abcd',
    ]),
    hostileText,
  ),
  cases: [
    `/isthmus ignore 0123abcd until ${' '.repeat(100_000)}x`,
    `/isthmus ${'put back '.repeat(20_000)}`,
    '/isthmus\n'.repeat(20_000),
    '```\n'.repeat(50_000),
  ],
  few: 60,
  check: (text) => {
    const found = parseCommands(text)
    hold(found.length <= 10, 'too many', found.length)
    for (const each of found) {
      if ('refused' in each) hold(each.refused !== '', 'no sentence', each)
      else hold(!/[\n\u202e]/.test(each.because ?? ''), 'a reason of several lines', each)
    }
    hold((reasonOf(text) ?? '').length <= 300, 'a long reason')
  },
})

const OWNERS = '* @all\n/environments/ @org/platform ada@example.com\n*.yaml @yaml\n/a/**/b @x # why\n'

export const codeowners = target({
  name: 'codeowners',
  holds: 'any CODEOWNERS file gives owners in linear time, and nothing that is none',
  input: fc.record({ text: fc.oneof(mutatedText([OWNERS]), hostileText), path: hostileText }),
  cases: ['*', '?', '**', '**/', 'a*', '[a]', '\\'].flatMap((each) => [
    { text: `${each.repeat(6)}b @x`, path: 'a'.repeat(4_000) },
    { text: `${each.repeat(90)}b @x`, path: 'a/'.repeat(2_000) },
    { text: `${`a${each}`.repeat(6)}b @x`, path: 'a'.repeat(4_000) },
    { text: `${`a${each}`.repeat(6)}b @x`, path: 'a/'.repeat(2_000) },
  ]),
  few: 60,
  check: ({ text, path }) => {
    for (const forge of ['github', 'gitlab', 'gitea'] as const) {
      const found = ownersOf(text, [path, 'environments/gdw.yaml', `a/${path}/b`], forge)
      for (const each of found) hold(/^@{0,2}[^\s`<>]+$/.test(each), 'no owner', each)
    }
  },
})
