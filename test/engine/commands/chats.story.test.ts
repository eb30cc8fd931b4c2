import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { alertmanagerService } from '../../contracts/chat-services/alertmanager.ts'
import { mattermostHook, mattermostService } from '../../contracts/chat-services/mattermost.ts'
import { textsIn } from '../../contracts/chat-services/shape.ts'
import { slackHook, slackService } from '../../contracts/chat-services/slack.ts'
import { teamsWorkflow } from '../../contracts/chat-services/teams.ts'
import { receiver } from '../../contracts/receiver.ts'
import { aRepository, isthmus, isthmusAt, pushAll, write } from './a-shell.ts'

const token = ['xoxb', 'a-token-that-nobody-may-read'].join('-')
const channel = '4xp9fdt77pncbef59f4k1qe83o'

const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: app, namespace: app }
data: { password: aHVudGVyMmh1bnRlcjI= }
`

interface Place {
  readonly work: string
  readonly clusters: string
}

const place: { at?: Place } = {}

function here(): Place {
  if (!place.at) throw new Error('not set up')
  return place.at
}

/** Two clusters that have next to nothing, and one that is dark. */
beforeAll(async () => {
  const { work, clusters } = await aRepository()
  await isthmus(work, 'expand')
  pushAll(work, 'Rendered')
  write(clusters, 'cluster1/secret.yaml', SECRET)
  write(clusters, 'cluster2/secret.yaml', SECRET)
  write(clusters, 'local-cluster/secret.yaml', SECRET)
  place.at = { work, clusters }
})

const secret = (name: string, text: string) => {
  write(here().work, `.git/${name}`, `${text}\n`)
  return `{ file: ${join(here().work, '.git', name)} }`
}

const configure = (chats: readonly string[], more = '') =>
  write(
    here().work,
    'isthmus.yaml',
    `apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\nchats:\n${chats.map((each) => `  - ${each}\n`).join('')}${more}`,
  )

const publish = (at: string) => isthmusAt(at, here().work, 'drift', '--from', here().clusters, '--publish')

test('every chat is told of the flood and of the dark region, one that is down holds up nobody, and the switch hears it', async () => {
  const [hook, slackIn, workflow, mattermostIn] = [
    await receiver(),
    await slackHook(),
    await teamsWorkflow(),
    await mattermostHook(),
  ]
  const [slack, mattermost, board] = [
    await slackService(token),
    await mattermostService(token, channel),
    await alertmanagerService(),
  ]
  const [down, beats] = [await receiver(), await receiver()]
  down.answerWith({ status: 401 })
  const bot = secret('bot', token)
  configure(
    [
      '{ type: terminal }',
      `{ type: webhook, url: "${hook.url}" }`,
      `{ type: slack, name: slack-in, url: ${secret('slack', slackIn.url)} }`,
      `{ type: slack, url: "${slack.url}", token: ${bot}, channel: C0123456789 }`,
      `{ type: teams, url: ${secret('teams', workflow.url)} }`,
      `{ type: mattermost, name: mattermost-in, url: ${secret('mattermost', mattermostIn.url)} }`,
      `{ type: mattermost, url: "${mattermost.url}", token: ${bot}, channel: ${channel} }`,
      `{ type: alertmanager, url: "${board.url}" }`,
      `{ type: webhook, name: down, url: ${secret('down', down.url)} }`,
      '{ type: teams, name: unset, url: { env: ISTHMUS_TEST_NOT_SET } }',
    ],
    `heartbeat: { url: ${secret('beats', beats.url)} }\n`,
  )
  const { code, err } = await publish('2026-03-04T05:00:00Z')
  expect(code).toBe(2)
  expect(err).toMatch(/drift proposal opened/)
  expect(err).toMatch(/not delivered to down, .*answered 401/)
  expect(err).toMatch(/not delivered to unset, .*ISTHMUS_TEST_NOT_SET is not set/)
  expect(err).not.toMatch(/s3cr3t|nobody-may-read|hunter2|aHVudGVy/)
  const told: Readonly<Record<string, readonly string[]>> = {
    webhook: hook.requests.map((each) => each.body),
    'slack-in': slackIn.requests.map((each) => textsIn(JSON.parse(each.body))),
    slack: slack.messages.map((each) => textsIn(each.body)),
    teams: workflow.requests.map((each) => textsIn(JSON.parse(each.body))),
    'mattermost-in': mattermostIn.requests.map((each) => each.body),
    mattermost: mattermost.posts.map((each) => each.message),
  }
  for (const [name, texts] of Object.entries(told)) {
    expect(texts, name).toHaveLength(2)
    expect(texts[0], name).toMatch(/cluster3.* dark since/)
    expect(texts[1], name).toMatch(/gdw: \d+ opened/)
    expect(texts.join(), name).not.toMatch(/aHVudGVy|hunter2/)
  }
  const names = [...board.alerts.values()].map((each) => each.labels.alertname)
  expect(names.filter((each) => each === 'IsthmusClustersDark')).toHaveLength(1)
  expect(names.length).toBeGreaterThan(11)
  expect(beats.requests.map((each) => JSON.parse(each.body))).toMatchObject([{ type: 'heartbeat', environment: 'gdw' }])
}, 60_000)

test('the next look tells nobody again but the place that forgets, and gets to who was down', async () => {
  const [board, late] = [await alertmanagerService(), await receiver()]
  configure([
    `{ type: alertmanager, url: "${board.url}" }`,
    `{ type: webhook, name: down, url: ${secret('down', late.url)} }`,
  ])
  await publish('2026-03-04T05:05:00Z')
  expect(late.requests.map((each) => (JSON.parse(each.body) as { title: string }).title)).toEqual([
    expect.stringMatching(/dark since/),
    expect.stringMatching(/\d+ opened/),
  ])
  const firing = [...board.alerts.values()]
  expect(firing.length).toBeGreaterThan(11)
  expect(firing.every((each) => Date.parse(each.endsAt) > Date.parse('2026-03-04T05:05:00Z'))).toBe(true)
  await publish('2026-03-04T05:06:00Z')
  expect(late.requests).toHaveLength(2)
}, 60_000)

test('a look that fails gives no sign of life', async () => {
  const beats = await receiver()
  configure(['{ type: terminal }'], `heartbeat: { url: "${beats.url}", method: GET }\n`)
  expect((await isthmus(here().work, 'drift', '--from', 'hub', '--kubeconfig', 'nowhere', '--publish')).code).toBe(1)
  expect(beats.requests).toEqual([])
  await publish('2026-03-04T05:07:00Z')
  expect(beats.requests.map((each) => each.method)).toEqual(['GET'])
}, 60_000)

test('the region that is back ends its one incident with one message', async () => {
  const hook = await receiver()
  configure([`{ type: webhook, url: "${hook.url}", events: [resolved] }`])
  write(here().clusters, 'cluster3/secret.yaml', SECRET)
  await publish('2026-03-04T05:10:00Z')
  const ends = hook.requests.map((each) => JSON.parse(each.body) as { title: string; about: string })
  expect(ends.filter((each) => each.about === 'incident').map((each) => each.title)).toEqual([
    expect.stringMatching(/cluster3.* no longer dark/),
  ])
}, 60_000)
