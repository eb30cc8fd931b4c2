import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { alertmanager } from '../../engine/adapters/alertmanager.ts'
import { now, sleep } from '../../engine/adapters/clock.ts'
import { httpClient } from '../../engine/adapters/http.ts'
import { deliverAlerts } from '../../engine/effects/alert.ts'
import { beat } from '../../engine/effects/heartbeat.ts'
import { historyOn } from '../../engine/effects/history.ts'
import { signOfLife } from '../../engine/model/heartbeat.ts'
import { alertsFor } from '../../engine/stages/life.ts'
import { driftOf, reportOf } from '../contracts/drift-reports.ts'
import { fakeRepository } from '../contracts/fake-repository.ts'
import { receiver } from '../contracts/receiver.ts'
import { bot } from '../contracts/scratch-repository.ts'
import { startAlertmanager } from './testbed/alertmanager.ts'

interface Shown {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly fingerprint: string
  readonly endsAt: string
}

interface Notification {
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[]
}

async function setUp() {
  const pager = await receiver()
  const running = await startAlertmanager(mkdtempSync(join(tmpdir(), 'isthmus-am-')), pager.url)
  onTestFinished(() => running.stop())
  const chats = [alertmanager({ url: running.url, http: httpClient(), sleep, now })]
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const look = async (report: ReturnType<typeof reportOf>) => {
    await history.append((state) => alertsFor(state, report, { now: now(), chats }).events, now())
    return await deliverAlerts({ chats, history, now })
  }
  const firing = async () => {
    const shown = (await (await fetch(`${running.url}/api/v2/alerts?active=true`)).json()) as readonly Shown[]
    return shown.map((each) => ({ ...each, name: each.labels.alertname }))
  }
  /** What the pager was told of a drift or an incident, in order. */
  const paged = async (name: string, count: number) => {
    const told = () =>
      pager.requests
        .flatMap((each) => (JSON.parse(each.body) as Notification).alerts)
        .flatMap((each) => (each.labels.alertname === name ? [each.status] : []))
    for (let tries = 0; tries < 200 && told().length < count; tries++) await wait(50)
    return told()
  }
  return { chats, history, look, firing, paged }
}

const time = () => ({ firstSeen: now() })

test('drifts and a dark region fire, stay the same alert with each look, and end by name', async () => {
  const { look, firing, paged } = await setUp()
  const drift = driftOf('f1', ['cluster1'], { severity: 'critical', ...time() })
  const report = reportOf([drift], { cluster3: 'unknown' })
  expect((await look(report)).failed).toEqual([])
  const first = await firing()
  expect(first.map((each) => each.name).sort()).toEqual(['IsthmusClustersDark', 'IsthmusDrift'])
  expect(await paged('IsthmusDrift', 1)).toEqual(['firing'])
  await look(report)
  await look(
    reportOf([driftOf('f1', ['cluster1', 'cluster2'], { severity: 'critical', ...time() })], { cluster3: 'unknown' }),
  )
  const again = await firing()
  expect(new Set(again.map((each) => each.fingerprint))).toEqual(new Set(first.map((each) => each.fingerprint)))
  expect(again.find((each) => each.name === 'IsthmusDrift')?.annotations.summary).toContain('cluster1, cluster2')
  const seenLater = { lastSeen: '2099-01-01T00:00:00Z' }
  const clusters = reportOf([]).clusters.map((each) => ({ ...each, ...seenLater }))
  expect((await look(reportOf([], {}, { clusters }))).failed).toEqual([])
  expect(await firing()).toEqual([])
  expect(await paged('IsthmusDrift', 2)).toEqual(['firing', 'resolved'])
  expect(await paged('IsthmusClustersDark', 2)).toEqual(['firing', 'resolved'])
})

test('a flood arrives alert by alert, and the sign of life fires beside it', async () => {
  const { chats, history, look, firing } = await setUp()
  const many = Array.from({ length: 450 }, (_, i) => driftOf(`f${i}`, ['cluster1'], { policy: `p${i}`, ...time() }))
  expect((await look(reportOf(many))).failed).toEqual([])
  const sign = signOfLife(reportOf(many), now())
  if (!sign) throw new Error('clusters were seen')
  expect(await beat(sign, { chats, history, chat: { name: 'alertmanager', everyHours: 24 } })).toEqual([])
  const names = (await firing()).map((each) => each.name)
  expect(names.filter((each) => each === 'IsthmusDrift')).toHaveLength(450)
  expect(names.filter((each) => each === 'IsthmusAlive')).toHaveLength(1)
})
