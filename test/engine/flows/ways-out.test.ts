import { describe, expect, test } from 'vitest'
import { historyOn } from '../../../engine/effects/history.ts'
import type { WaysOutInput } from '../../../engine/flows/ways-out.ts'
import { answerWaysOut, resolveWayOut } from '../../../engine/flows/ways-out.ts'
import type { Drift, DriftReport } from '../../../engine/model/drift.ts'
import type { ExceptedReport } from '../../../engine/model/exception.ts'
import { eventOf, recordOf } from '../../../engine/model/history.ts'
import { askersIn, isAsker } from '../../../engine/model/way-out.ts'
import { parseYaml } from '../../../engine/stages/render/yaml.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { aDrift, aReport, aWork } from './ways-out/a-work.ts'

const FILES = {
  'environments/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters:
    - { name: cluster1, cloud: aws, region: r1, network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 } }
  components: {}
`,
  'placements/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: app }
spec: { environment: gdw, policies: [app], clusters: { all: true } }
`,
  'policies/app/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n',
  'policies/app/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: app }\ndata: { mode: slow, size: s }\n',
}
const ID = '0123456789abcdef'
const OTHER = 'fedcba9876543210'
const app = { policy: 'app', component: 'app', clusters: ['cluster1'] }
const map = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'app', name: 'app' }
const drift = aDrift({ ...app, object: map, fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'fast' }] })
const other = aDrift({
  ...app,
  fingerprint: OTHER,
  object: map,
  fields: [{ pointer: '/data/size', desired: 's', observed: 'l' }],
})
const author = { name: 'Isthmus bot', email: 'bot@example.com' }
const at = '2026-03-04T12:00:00Z'

const box = (way: string, id = ID) => `${way} ${id}: whatever`
const boxes = ['adopt', 'enforce here'].map((way) => `- [ ] ${box(way)}`).join('\n')
const report = {
  marker: 'drift/gdw',
  branch: 'isthmus/drift/gdw',
  base: 'main',
  title: 'Drift',
  body: boxes,
  labels: [],
}

/** A drift proposal on which people speak, kept in memory. */
async function aPlatform(
  files: Readonly<Record<string, string>> = FILES,
  more: Partial<WaysOutInput> = {},
  merged = FILES,
) {
  const rendered = Object.fromEntries(aWork(merged).merged.rendered)
  const repository = fakeRepository({ ...files, ...rendered, CODEOWNERS: '* @org/platform @<x>\n' })
  const forge = fakeForge({ now: () => at, outsiders: ['Mallory'] })
  const { proposal } = await forge.ensureProposal(report)
  const { number } = proposal
  const input = { repository, forge, author, components: [], version: '1.0.0', quietDays: 30, now: at, ...more }
  const tickInText = (item: string) =>
    forge.change(number, (each) => ({ ...each, body: each.body.replace(`- [ ] ${item}`, `- [x] ${item}`) }))
  return {
    repository,
    forge,
    said: () => forge.comments.map((each) => each.text).filter((text) => text.includes('isthmus-answer')),
    say: (by: string, text: string) => forge.say(number, by, text),
    tickInText,
    tick: async (by: string, item: string) => {
      tickInText(item)
      await forge.conversation.recordTick(number, { by, at, item })
    },
    close: () => forge.change(number, (each) => ({ ...each, state: 'closed', endedAt: at })),
    look: (drifts: readonly Drift[], change: Partial<ExceptedReport> = {}, now = at) =>
      answerWaysOut({ ...aReport('gdw', drifts), ...change }, { ...input, now }),
    resolve: (asked: Drift) => {
      const by = 'Ada'
      const request = { way: 'adopt', fingerprint: ID, by, at, where: 'isthmus resolve', askers: [by] } as const
      return resolveWayOut(aReport('gdw', [asked]), request, input)
    },
    branches: () => [...repository.branches().keys()].filter((each) => each.startsWith('isthmus/')),
    proposal: (name: string) => forge.findProposal(name),
  }
}

describe('what people ask for on the drift proposal', () => {
  test('leads to a proposal each, answered once, however often it is looked at', async () => {
    const platform = await aPlatform()
    await platform.tick('Ada', box('adopt'))
    platform.say('Bob', `/isthmus ignore ${ID} until 2026-04-01 because <b>@everyone</b> | waits`)
    platform.say('Cem', `/isthmus enforce here ${ID} until 2026-03-06`)
    for (let i = 0; i < 3; i++) await platform.look([drift, other])
    expect(platform.branches().sort()).toEqual([
      `isthmus/adopt/${ID}`,
      `isthmus/enforce-here/${ID}`,
      `isthmus/ignore/${ID}`,
    ])
    expect(platform.said()).toHaveLength(3)
    const [adopt, ignore, enforce] = await Promise.all(
      ['adopt', 'ignore', 'enforce-here'].map((way) => platform.proposal(`${way}/${ID}`)),
    )
    expect([adopt, ignore, enforce].map((each) => each?.state)).toEqual(['open', 'open', 'open'])
    expect(isAsker(askersIn(adopt?.body ?? ''), ' ada ')).toBe(true)
    expect(isAsker(askersIn(adopt?.body ?? ''), 'Bob')).toBe(false)
    expect(adopt?.body).toContain('Owners: @org/platform.')
    expect(ignore?.body).not.toMatch(/<b>|@everyone/)
    expect(enforce?.body).toContain('### This is overwritten as well')
    expect(enforce?.body).toContain('`/data/size`: `l` → `s`')
    const exception = platform.repository.branches().get(`isthmus/ignore/${ID}`)?.get(`exceptions/gdw-${ID}.yaml`)
    expect(exception).toContain('owner: Bob')
    expect(exception).toContain("until: '2026-04-01'")
  })

  test('to enforce names what the report hides as noise, which RHACM would overwrite all the same', async () => {
    const web = (replicas: number) => ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'web', namespace: 'app' },
      spec: { replicas },
    })
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'app' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' }, maxReplicas: 9 },
    }
    const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'app' } }
    const objects = [{ ...live, data: { mode: 'fast', size: 's' } }, web(7), scaler]
    const clusters = [{ cluster: 'cluster1', state: 'seen', observedAt: at, objects, problems: [] } as const]
    const files = { ...FILES, 'policies/app/web.yaml': JSON.stringify(web(3)) }
    const said = async (seen?: WaysOutInput['seen']) => {
      const platform = await aPlatform(files, seen ? { seen } : {}, files)
      platform.say('Cem', `/isthmus enforce here ${ID} until 2026-03-06`)
      await platform.look([drift])
      return (await platform.proposal(`enforce-here/${ID}`))?.body ?? ''
    }
    const body = await said({ observation: { source: 'test', observedAt: at, clusters }, parseYaml })
    expect(body).toContain('### This is overwritten as well')
    expect(body).toContain('`/spec/replicas`: `7` → `3`')
    expect(body.slice(body.indexOf('overwritten as well'))).not.toContain('/data/mode')
    expect(await said()).toContain('nothing else is overwritten')
  })

  test('everyone who asked for the same is kept from approving it', async () => {
    const platform = await aPlatform()
    await platform.tick('Ada', box('adopt'))
    platform.say('Bob', `/isthmus adopt ${ID}`)
    await platform.look([drift])
    const { body = '' } = (await platform.proposal(`adopt/${ID}`)) ?? {}
    expect(['Ada', 'Bob', 'Cem'].map((each) => isAsker(askersIn(body), each))).toEqual([true, true, false])
  })

  test.each<[string, string, RegExp]>([
    ['an id that no drift has', `/isthmus adopt ${OTHER.replace('f', 'e')}`, /no drift of this id shows now/],
    ['a day that is over', `/isthmus ignore ${ID} until 2026-03-03 because late`, /2026-03-03 is over already/],
    ['putting back', `/isthmus put-back ${ID}`, /no single command/],
    ['nonsense', '/isthmus sudo rm', /not understood/],
  ])('%s changes nothing', async (_, text, words) => {
    const platform = await aPlatform()
    platform.say('Ada', text)
    await platform.look([drift])
    expect(platform.branches()).toEqual([])
    expect(platform.said().join()).toMatch(words)
  })

  test('a default branch that is not valid is said, and a hand-made mark of time is no crash', async () => {
    const platform = await aPlatform({ ...FILES, 'placements/gdw.yaml': 'kind: x\n' })
    await platform.tick('Ada', box('adopt'))
    await platform.look([drift])
    expect(platform.said().at(-1)).toContain('the default branch is not valid')
  })

  test('a box that nobody signed does nothing, and is told to comment instead, once', async () => {
    const platform = await aPlatform()
    platform.tickInText(box('enforce here'))
    for (let i = 0; i < 2; i++) await platform.look([drift])
    expect(platform.branches()).toEqual([])
    expect(platform.said()).toEqual([
      expect.stringContaining(`Comment instead: \`/isthmus enforce-here ${ID} until YYYY-MM-DD\``),
    ])
  })

  test('who may not write is refused once, however much they write, and whatever they tick', async () => {
    const platform = await aPlatform()
    await platform.tick('Mallory', box('adopt'))
    platform.say('Mallory', `/isthmus ignore ${ID} until 2026-04-01 because mine`)
    platform.say('Mallory', '/isthmus sudo rm')
    for (let i = 0; i < 2; i++) await platform.look([drift])
    expect(platform.branches()).toEqual([])
    expect(platform.said()).toEqual([expect.stringContaining('`Mallory` has no write access')])
  })

  test('beyond the limits it waits, is told so once, and goes on by itself', async () => {
    const terms = { limits: { openProposals: 10, newProposalsPerHour: 1 } }
    const platform = await aPlatform(FILES, { terms })
    await platform.tick('Ada', box('adopt'))
    for (let i = 0; i < 2; i++) await platform.look([drift])
    expect(platform.branches()).toEqual([])
    expect(platform.said()).toEqual([expect.stringMatching(/it waits[\s\S]*newProposalsPerHour/)])
    await platform.look([drift], {}, '2026-03-04T13:00:01Z')
    expect(platform.branches()).toEqual([`isthmus/adopt/${ID}`])
  })

  test('an enforced policy cannot be enforced more', async () => {
    const enforced = FILES['placements/gdw.yaml'].replace('clusters:', 'remediationAction: enforce, clusters:')
    const platform = await aPlatform({ ...FILES, 'placements/gdw.yaml': enforced })
    await platform.tick('Ada', box('enforce here'))
    await platform.look([drift])
    expect(platform.said().at(-1)).toContain('is enforced already')
  })
})

describe('when the drift is gone', () => {
  const summary = (unknown: number): DriftReport['summary'] => ({ ...aReport('gdw', []).summary, unknown })

  test('its proposal is withdrawn, also when the report was closed with it', async () => {
    for (const closes of [true, false]) {
      const platform = await aPlatform()
      await platform.tick('Ada', box('adopt'))
      await platform.look([drift])
      if (closes) platform.close()
      await platform.look([])
      expect((await platform.proposal(`adopt/${ID}`))?.state).toBe('closed')
      expect(platform.branches()).toEqual([])
    }
  })

  test('but not while a cluster is dark', async () => {
    const platform = await aPlatform()
    await platform.tick('Ada', box('adopt'))
    await platform.look([drift])
    await platform.look([], { summary: summary(1) })
    expect((await platform.proposal(`adopt/${ID}`))?.state).toBe('open')
  })

  test('nor while the history has it open: its template could not be evaluated', async () => {
    const platform = await aPlatform()
    await platform.tick('Ada', box('adopt'))
    await platform.look([drift])
    const history = historyOn(platform.repository, 'gdw', author)
    await history.append(() => [eventOf('gdw', { type: 'opened', time: at, drift: recordOf(drift) })], at)
    await platform.look([])
    expect((await platform.proposal(`adopt/${ID}`))?.state).toBe('open')
    await history.append(() => [eventOf('gdw', { type: 'resolved', time: at, fingerprint: ID })], at)
    await platform.look([])
    expect((await platform.proposal(`adopt/${ID}`))?.state).toBe('closed')
  })

  test('also where `isthmus resolve` asked for it, once the history of this environment has ended it', async () => {
    const platform = await aPlatform()
    await platform.resolve(drift)
    const state = async () => (await platform.proposal(`adopt/${ID}`))?.state
    await platform.look([])
    expect(await state()).toBe('open')
    const history = (environment: string) => historyOn(platform.repository, environment, author)
    const ended = (environment: string) => eventOf(environment, { type: 'resolved', time: at, fingerprint: ID })
    await history('other').append(() => [ended('other')], at)
    await platform.look([])
    expect(await state()).toBe('open')
    await history('gdw').append(() => [ended('gdw')], at)
    await platform.look([drift])
    await platform.look([], { summary: summary(1) })
    expect(await state()).toBe('open')
    await platform.look([])
    expect(await state()).toBe('closed')
    expect(platform.branches()).toEqual(['isthmus/history'])
  })

  test('and a person’s commit on its branch stays', async () => {
    const platform = await aPlatform()
    await platform.tick('Ada', box('adopt'))
    await platform.look([drift])
    platform.repository.commitAs({ name: 'Eve', email: 'eve@example.com' }, `isthmus/adopt/${ID}`, {
      'policies/app/map.yaml': 'mine',
    })
    await platform.look([drift])
    await platform.look([])
    expect(platform.repository.branches().get(`isthmus/adopt/${ID}`)?.get('policies/app/map.yaml')).toBe('mine')
    expect(platform.said().at(-1)).toContain('left alone')
  })
})
