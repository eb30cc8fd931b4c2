import fc from 'fast-check'
import { atHand } from '../../../engine/model/at-hand.ts'
import type { HistoryEvent } from '../../../engine/model/history.ts'
import { eventOf, formatEvent, parseHistory, recordOf } from '../../../engine/model/history.ts'
import type { HistoryState } from '../../../engine/model/history-state.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import type { Json } from '../../../engine/model/json.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import { mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const time = '2026-01-31T12:00:00Z'
const drift = driftOf('0123abcd', ['cluster1'])
const EVENTS: readonly HistoryEvent[] = [
  eventOf('gdw', { type: 'observed', time, source: 'hub', seen: ['cluster1'], unknown: [] }),
  eventOf('gdw', { type: 'sighted', time, drift: recordOf(drift), looks: 1, at: time }),
  eventOf('gdw', { type: 'opened', time, drift: recordOf(drift) }),
  eventOf('gdw', { type: 'acknowledged', time, fingerprint: '0123abcd', value: 'x', by: 'ada', until: '2026-03-01' }),
  eventOf('gdw', { type: 'went-dark', time, cluster: 'cluster2', since: time, reason: 'gone' }),
  eventOf('gdw', {
    type: 'trouble',
    time,
    trouble: { key: 'undelivered', life: 'l', severity: 'critical', since: time, items: ['a'], isTold: true },
  }),
  eventOf('gdw', { type: 'resolved', time, fingerprint: '0123abcd' }),
]
const LINES = EVENTS.map(formatEvent)
const line = fc.oneof(
  mutatedJson(EVENTS.map((each) => JSON.parse(JSON.stringify(each)) as Json)).map(
    (each) => `${JSON.stringify(each)}\n`,
  ),
  mutatedText(LINES),
)

export const history = target({
  name: 'history',
  holds: 'whatever the lines of a history are, what is known follows, and lines that are no events are counted',
  input: fc.array(line, { maxLength: 6 }).map((each) => [...LINES.slice(0, 3), ...each].join('')),
  few: 40,
  check: (text) => {
    const { events, ignored } = parseHistory(text)
    hold(events.length + ignored <= text.split('\n').length, 'more events than lines')
    const state = foldHistory(events)
    alertsFor(state, reportOf([drift], { cluster2: 'unknown' }), {
      now: '2026-02-01T00:00:00Z',
      chats: [{ name: 'ops' }],
    })
    const short = atHand(text, time, { window: { endedMs: 0, entries: 0 }, least: 1 })
    const rest = foldHistory(parseHistory(short).events)
    const names = (found: HistoryState) => JSON.stringify([[...found.open], [...found.dark], found.owed])
    hold(names(rest) === names(state), 'what is open or owed was left out of the history')
    hold(
      atHand(short, time, { window: { endedMs: 0, entries: 0 }, least: 1 }) === short,
      'more was left out a second time',
    )
  },
})
