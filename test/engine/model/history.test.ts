import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert } from '../../../engine/model/chat.ts'
import type { HistoryEvent } from '../../../engine/model/history.ts'
import { eventOf, formatEvent, parseHistory, recordOf } from '../../../engine/model/history.ts'
import { foldHistory, isQuiet } from '../../../engine/model/history-state.ts'
import { driftOf } from '../../contracts/drift-reports.ts'

const time = '2026-01-31T12:00:00Z'
const alert: Alert = { id: 'a1', event: 'opened', environment: 'gdw', severity: 'high', title: 't', lines: ['l'], time }
const drift = recordOf(driftOf('f1', ['b', 'a']))
const events: readonly HistoryEvent[] = [
  eventOf('gdw', { type: 'observed', time, source: 'directories', seen: ['a', 'b'], unknown: ['c'] }),
  eventOf('gdw', { type: 'opened', time, drift }),
  eventOf('gdw', { type: 'changed', time, drift: { ...drift, clusters: ['a'] } }),
  eventOf('gdw', {
    type: 'acknowledged',
    time,
    fingerprint: 'f1',
    value: drift.value,
    by: 'Ada',
    until: '2026-03-02T12:00:00Z',
  }),
  eventOf('gdw', { type: 'went-dark', time, cluster: 'c', since: time, reason: 'no folder', incident: 'i' }),
  eventOf('gdw', { type: 'came-back', time, cluster: 'c' }),
  eventOf('gdw', { type: 'alert-pending', time, alert, chats: ['x', 'y'] }),
  eventOf('gdw', { type: 'alert-sent', time, alert: 'a1', chat: 'x' }),
  eventOf('gdw', { type: 'alert-sent', time, alert: 'a2', chat: 'y', handle: 'C1/17.1' }),
  eventOf('gdw', { type: 'alerts-joined', time, alert: { ...alert, id: 'j' }, of: ['a0'], chat: 'x' }),
  eventOf('gdw', { type: 'beat', time, chat: 'x' }),
  eventOf('gdw', { type: 'resolved', time, fingerprint: 'f1', replacedBy: 'f2' }),
]
const text = events.map(formatEvent).join('')

test('every event is one line that is read back', () => {
  expect(text.split('\n')).toHaveLength(events.length + 1)
  expect(parseHistory(text)).toEqual({ events, ignored: 0 })
})

test('the same event has the same id, another environment another', () => {
  const event = { type: 'came-back', time, cluster: 'c' } as const
  expect(eventOf('gdw', event).id).toBe(eventOf('gdw', { cluster: 'c', time, type: 'came-back' }).id)
  expect(eventOf('gdw', event).id).not.toBe(eventOf('other', event).id)
})

test('a line written twice counts once', () => {
  expect(parseHistory(text + text).events).toEqual(events)
})

test.each([
  '{',
  'null',
  '[]',
  '{"id":"1"}',
  '{"id":"1","time":"t","type":"__proto__"}',
  '{"id":"1","time":"t","type":"toString"}',
  '{"id":"1","time":"t","type":"opened","drift":{}}',
  '{"id":"1","time":"t","type":"observed","source":"s","seen":[1],"unknown":[]}',
  '{"id":"1","time":"t","type":"alert-sent","alert":"a","chat":"b","handle":1}',
  '{"id":"1","time":"t","type":"alerts-joined","alert":{},"of":[],"chat":"b"}',
])('what is no event is left out and counted: %s', (line) => {
  expect(parseHistory(`${line}\n${text}`)).toEqual({ events, ignored: 1 })
})

test('cut anywhere, a history still reads, and loses at most the line that was cut', () => {
  fc.assert(
    fc.property(fc.nat(text.length), (length) => {
      const { events: found, ignored } = parseHistory(text.slice(0, length))
      expect(found).toEqual(events.slice(0, found.length))
      expect(ignored).toBeLessThanOrEqual(1)
    }),
  )
})

test('folding gives what is open, dark, seen and owed', () => {
  const early = foldHistory(events.slice(0, 5))
  expect(early.open.get('f1')?.clusters).toEqual(['a'])
  expect([...early.dark]).toEqual([['c', { since: time, reason: 'no folder', incident: 'i' }]])
  expect([...early.lastSeen]).toEqual([
    ['a', time],
    ['b', time],
  ])
  const late = foldHistory(events)
  expect(late.open.size + late.dark.size).toBe(0)
  expect(late.owed).toEqual([
    { alert, chats: ['y'] },
    { alert: { ...alert, id: 'j' }, chats: ['x'], isJoined: true },
  ])
  expect([...late.beats]).toEqual([['x', time]])
})

test('quiet is exactly this value, on the clusters that showed it, and until then', () => {
  const state = foldHistory(events)
  const known = { ...drift, clusters: ['a'] }
  expect(isQuiet(state, known, '2026-03-02T11:59:59Z')).toBe(true)
  expect(isQuiet(state, known, '2026-03-02T12:00:00Z')).toBe(false)
  expect(isQuiet(state, { ...known, value: 'x' }, time)).toBe(false)
  expect(isQuiet(state, { ...known, fingerprint: 'f2' }, time)).toBe(false)
  expect(isQuiet(state, drift, time)).toBe(false)
})

test('the history keeps no value of a field', () => {
  const secret = driftOf('f1', ['a'], { fields: [{ pointer: '/data/x', desired: 'hunter2', observed: 'hunter3' }] })
  expect(JSON.stringify(recordOf(secret))).not.toContain('hunter')
})

test('lines from before there were lives and handles still read, and say the same', () => {
  const old = [
    '{"alert":{"environment":"gdw","event":"opened","id":"a1","lines":["l"],"severity":"high","time":"2026-01-31T12:00:00Z","title":"t"},"chats":["x","y"],"id":"1","time":"2026-01-31T12:00:00Z","type":"alert-pending"}',
    '{"alert":"a1","chat":"x","id":"2","time":"2026-01-31T12:00:00Z","type":"alert-sent"}',
    '{"cluster":"c","id":"3","reason":"no folder","since":"2026-01-31T12:00:00Z","time":"2026-01-31T12:00:00Z","type":"went-dark"}',
  ]
  const { events: read, ignored } = parseHistory(`${old.join('\n')}\n`)
  expect(ignored).toBe(0)
  const state = foldHistory(read)
  expect(state.owed).toEqual([{ alert, chats: ['y'] }])
  expect(state.told.size + state.threads.size).toBe(0)
  expect(state.dark.get('c')).toEqual({ since: time, reason: 'no folder' })
})
