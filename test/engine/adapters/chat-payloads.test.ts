import { join } from 'node:path'
import { expect, test } from 'vitest'
import { postableAlert } from '../../../engine/adapters/alertmanager.ts'
import { mattermostText } from '../../../engine/adapters/mattermost/markdown.ts'
import { slackMessage } from '../../../engine/adapters/slack/blocks.ts'
import { teamsMessage } from '../../../engine/adapters/teams.ts'
import { webhookBody } from '../../../engine/adapters/webhook.ts'
import type { Alert } from '../../../engine/model/chat.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'

const now = '2026-01-31T12:05:00Z'

/** A drift and a dark region, as a look tells them. */
function told(): readonly Alert[] {
  const drift = driftOf('f1', ['cluster1'], { severity: 'critical' })
  const report = reportOf([drift], { cluster3: 'unknown' }, { tolerances: ['Vault tolerates 1 more node'] })
  const notes = () => report.tolerances ?? []
  const url = 'https://git.example.com/platform/desired-state/pulls/7'
  return alertsFor(foldHistory([]), report, { now, chats: [], url, notes }).alerts
}

const json = (render: (alert: Alert) => unknown) => () => `${JSON.stringify(told().map(render), null, 2)}\n`

test.each<[string, () => string]>([
  ['slack.json', json(slackMessage)],
  ['teams.json', json(teamsMessage)],
  ['mattermost.md', () => `${told().map(mattermostText).join('\n\n---\n\n')}\n`],
  ['alertmanager.json', json((alert) => postableAlert(alert, now, 240))],
  ['webhook.json', json((alert) => JSON.parse(webhookBody(alert)))],
])('%s is what goes over the wire', async (file, render) => {
  await expect(render()).toMatchFileSnapshot(join(import.meta.dirname, 'chat-payloads', file))
})
