import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OwedAlert } from '../../../engine/model/alert-state.ts'
import type { Alert, ChatRoute } from '../../../engine/model/chat.ts'
import { dueFor, joinAlerts } from '../../../engine/model/delivery.ts'

const night = { from: '22:00', to: '07:00', timeZone: 'UTC' }
const midnight = '2026-01-31T00:00:00Z'
const morning = '2026-01-31T07:00:00Z'

function owed(id: string, more: Partial<Alert> = {}): OwedAlert {
  const alert: Alert = {
    id,
    event: 'opened',
    environment: 'gdw',
    severity: 'high',
    title: `gdw: ${id}`,
    lines: [],
    time: '2026-01-30T23:50:00Z',
    life: `life of ${id}`,
    about: 'drift',
    ...more,
  }
  return { alert, chats: ['a'] }
}

function due(all: readonly OwedAlert[], route: ChatRoute, now = midnight): readonly (readonly string[])[] {
  return dueFor({ name: 'a', route }, all, now).map((group) => group.map((each) => each.alert.id))
}

test('each message by itself, in order, and nothing that is for others', () => {
  expect(due([owed('1'), owed('2'), { ...owed('3'), chats: ['b'] }], {})).toEqual([['1'], ['2']])
})

test('in quiet hours only what is critical passes, and takes along what was said of the same life', () => {
  const all = [
    owed('1'),
    owed('2', { life: 'x' }),
    owed('3', { life: 'x', severity: 'critical' }),
    owed('4', { life: 'x' }),
  ]
  expect(due(all, { quietHours: [night] })).toEqual([['2'], ['3']])
  expect(due(all, { quietHours: [night] }, morning)).toEqual([['1'], ['2'], ['3'], ['4']])
})

test('a digest waits until the oldest is old enough, and is one message; what is critical does not wait', () => {
  const all = [owed('1'), owed('2', { event: 'resolved', time: midnight }), owed('3', { severity: 'critical' })]
  expect(due(all, { digestMinutes: 11 })).toEqual([['3']])
  expect(due(all, { digestMinutes: 10 })).toEqual([['3'], ['1', '2']])
  expect(due(all, { digestMinutes: 10, quietHours: [night] })).toEqual([['3']])
})

test('a message that was joined already is never joined again', () => {
  const joined = { ...owed('j', {}), isJoined: true }
  expect(due([joined, owed('1')], { digestMinutes: 60 })).toEqual([['j']])
  expect(due([joined, ...Array.from({ length: 11 }, (_, i) => owed(`${i}`))], {})).toHaveLength(2)
})

test('a flood of one kind is one message; a dark region stays a message of its own', () => {
  const many = Array.from({ length: 25 }, (_, i) => owed(`${i}`, { severity: i === 20 ? 'critical' : 'low' }))
  const dark = owed('dark', { about: 'incident', severity: 'critical' })
  const [first, flood, ...rest] = dueFor({ name: 'a' }, [...many, dark], midnight)
  expect(rest).toEqual([])
  expect(first).toEqual([dark])
  const joined = joinAlerts(flood?.map((each) => each.alert) ?? [])
  expect(joined).toMatchObject({ title: 'gdw: 25 opened', severity: 'critical' })
  expect(joined).not.toHaveProperty('life')
  expect(joined.lines[0]).toBe('critical, opened: 20')
  expect(joined.lines.at(-1)).toBe('and 5 more')
})

test('whatever the rules: nothing is sent twice, nothing gets lost in the morning, and a life keeps its order', () => {
  const alerts = fc.array(
    fc.record({
      event: fc.constantFrom('opened', 'changed', 'resolved' as const),
      severity: fc.constantFrom('low', 'high', 'critical' as const),
      life: fc.constantFrom('x', 'y', 'z'),
    }),
    { maxLength: 30 },
  )
  const route = fc.record(
    { quietHours: fc.constant([night]), digestMinutes: fc.integer({ min: 1, max: 600 }) },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(alerts, route, (given, rules) => {
      const all = given.map((each, i) => owed(String(i), each))
      const first = due(all, rules).flat()
      const rest = due(
        all.filter((each) => !first.includes(each.alert.id)),
        rules,
        '2026-01-31T10:00:00Z',
      ).flat()
      expect([...first, ...rest].sort()).toEqual(all.map((each) => each.alert.id).sort())
      for (const life of ['x', 'y', 'z']) {
        const mine = all.filter((each) => each.alert.life === life).map((each) => Number(each.alert.id))
        const early = mine.filter((each) => first.includes(String(each)))
        expect(mine.slice(0, early.length)).toEqual(early)
      }
    }),
  )
})
