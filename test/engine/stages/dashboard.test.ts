import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventOf, recordOf } from '../../../engine/model/history.ts'
import { dashboard } from '../../../engine/stages/dashboard.ts'
import { dashboardInput, NOW, policy } from '../../contracts/a-dashboard.ts'
import { driftOf } from '../../contracts/drift-reports.ts'

const FINGERPRINT = '0123456789abcdef'

describe('the read model', () => {
  test('clusters come in the order of the environment, the hub last, each with what is on it', () => {
    const { clusters } = dashboard(dashboardInput())
    expect(clusters.map((each) => [each.name, each.isHub, each.state, each.policies, each.drifts])).toEqual([
      ['cluster1', false, 'drifted', 1, 1],
      ['cluster2', false, 'inSync', 0, 0],
      ['cluster3', false, 'unknown', 1, 0],
      ['local-cluster', true, 'inSync', 0, 0],
    ])
  })

  test('a link is connected where somebody says so and nobody says otherwise', () => {
    const { links } = dashboard(dashboardInput())
    expect(links.map((each) => [each.clusters.join(), each.state, each.milliseconds])).toEqual([
      ['cluster1,cluster2', 'connected', 16],
      ['cluster1,cluster3', 'unknown', undefined],
      ['cluster2,cluster3', 'broken', undefined],
    ])
  })

  test('without a tunnel there are no links', () => {
    const none = { source: 'x', observedAt: NOW, clusters: [] }
    expect(dashboard(dashboardInput({ observation: none })).links).toEqual([])
  })

  test('a cluster that was not seen says nothing of its policies', () => {
    const { policies } = dashboard(dashboardInput())
    expect(policies.map((each) => each.clusters.map((one) => one.state))).toEqual([['drifted'], ['unknown']])
  })

  test('a way out of a drift that ended long ago is its environment’s by its title', () => {
    const input = dashboardInput()
    const [first] = input.proposals
    if (!first) throw new Error('no proposal')
    const of = (about: string, title: string) => ({ ...first, marker: `adopt/${about}`, number: 8, title })
    const numbers = (...proposals: readonly ReturnType<typeof of>[]) =>
      dashboard(dashboardInput({ proposals })).proposals.map((each) => each.number)
    expect(numbers(of(FINGERPRINT, 'of an open drift'))).toEqual([8])
    expect(numbers(of('feed', 'gdw: Adopt ConfigMap a/b'))).toEqual([8])
    expect(numbers(of('feed', 'gdwx: Adopt ConfigMap a/b'))).toEqual([])
  })

  test('a drift knows its proposal by the marks in it, and its history', () => {
    const [drift] = dashboard(dashboardInput()).drifts
    expect(drift).toMatchObject({ fingerprint: FINGERPRINT, isAdoptable: true, proposal: { number: 7, state: 'open' } })
    expect(drift?.history.map((each) => each.type)).toEqual(['opened'])
  })

  test('an acknowledgement holds for exactly the value, and until its end', () => {
    const drift = driftOf(FINGERPRINT, ['cluster1'])
    const said = (value: string, until: string) =>
      eventOf('gdw', { type: 'acknowledged', time: NOW, fingerprint: FINGERPRINT, value, by: 'ada', until })
    const quiet = (value: string, until: string) =>
      dashboard(dashboardInput({ drifts: [drift], events: [said(value, until)] })).drifts[0]?.quiet
    const { value } = recordOf(drift)
    expect(quiet(value, '2026-03-01T00:00:00Z')).toEqual({ until: '2026-03-01T00:00:00Z', by: 'ada' })
    expect(quiet(value, '2026-01-01T00:00:00Z')).toBeUndefined()
    expect(quiet('0'.repeat(16), '2026-03-01T00:00:00Z')).toBeUndefined()
  })

  test('the timeline is the life of things, newest first, in words', () => {
    const events = [
      eventOf('gdw', { type: 'observed', time: '2026-01-31T11:00:00Z', source: 'x', seen: [], unknown: [] }),
      // It outlives its drift, of which the history has nothing at hand.
      eventOf('gdw', {
        type: 'acknowledged',
        time: '2026-01-31T11:01:00Z',
        fingerprint: 'fedcba9876543210',
        value: 'v',
        by: 'ann',
        until: '2026-03-01T00:00:00Z',
      }),
      eventOf('gdw', {
        type: 'opened',
        time: '2026-01-31T12:00:00Z',
        drift: recordOf(driftOf(FINGERPRINT, ['cluster1'])),
      }),
      eventOf('gdw', {
        type: 'went-dark',
        time: '2026-01-31T12:01:00Z',
        cluster: 'cluster3',
        since: NOW,
        reason: 'gone',
      }),
      eventOf('gdw', {
        type: 'resolved',
        time: '2026-01-31T12:02:00Z',
        fingerprint: FINGERPRINT,
        how: { by: 'enforcement' },
      }),
    ]
    const { timeline } = dashboard(dashboardInput({ events }))
    expect(timeline.map((each) => each.type)).toEqual(['resolved', 'went-dark', 'opened'])
    expect(timeline[0]?.title).toContain('StatefulSet vault/vault')
  })

  test('freshness names what is missing', () => {
    const { freshness } = dashboard(dashboardInput())
    expect(freshness.map((each) => [each.cluster, each.kind, each.at])).toEqual([
      ['cluster1', 'seen', '2026-01-31T12:00:00Z'],
      ['cluster2', 'seen', '2026-01-31T12:00:00Z'],
      ['cluster3', 'unknown', null],
    ])
    expect(freshness[2]?.why).toBe('no folder')
  })

  test('an exception of another environment is not shown, and one that has run out says so', () => {
    const exception = (environment: string, until: string) => ({
      place: { file: 'exceptions/a.yaml', line: 1, column: 1 },
      value: {
        apiVersion: 'isthmus.dev/v1alpha1' as const,
        kind: 'Exception' as const,
        metadata: { name: `${environment}-${until}` },
        spec: {
          environment,
          policy: 'p',
          object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: '', name: 'x' },
          clusters: ['cluster1'],
          until,
          because: 'because',
          owner: '@ada',
        },
      },
    })
    const exceptions = [
      exception('gdw', '2026-02-01'),
      exception('gdw', '2026-01-30'),
      exception('other', '2026-02-01'),
    ]
    const found = dashboard(dashboardInput({ exceptions })).exceptions
    expect(found.map((each) => [each.until, each.isOver])).toEqual([
      ['2026-01-30', true],
      ['2026-02-01', false],
    ])
  })
})

test('no secret leaves the read model, wherever it was planted', () => {
  const secrets = fc.constantFrom(
    'hvs.CAESIJ0bX3pZk9yQ2xWm7uT5rLhN8vB4c',
    'ghp_0123456789abcdefghijklmnopqrstuvwxyz',
    'AKIAIOSFODNN7EXAMPLE',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
    'https://user:hunter2secret@git.example.com/x',
  )
  const places = ['data', 'message', 'reason', 'statusMessage', 'title', 'because', 'observed', 'detail'] as const
  fc.assert(
    fc.property(secrets, fc.constantFrom(...places), (secret, place) => {
      const said = `it said ${secret} there`
      const at = (name: (typeof places)[number], other: string) => (place === name ? said : other)
      const base = dashboardInput()
      const [one, two] = base.observation.clusters
      if (!one || !two) throw new Error('the observation lost its clusters')
      const connection = {
        status: 'error',
        statusMessage: at('statusMessage', ''),
        endpoint: { cluster_id: 'cluster2' },
      }
      const gateway = { apiVersion: 'submariner.io/v1', kind: 'Gateway', status: { connections: [connection] } }
      const condition = {
        policy: 'p',
        component: 'vault',
        cluster: 'cluster1',
        template: 't',
        message: at('message', ''),
      }
      const view = dashboard({
        ...base,
        rendered: { ...base.rendered, policies: [policy('p', ['cluster1'], { data: { note: at('data', '') } })] },
        report: {
          ...base.report,
          unhealthy: [condition],
          drifts: [
            driftOf('0123456789abcdef', ['cluster1'], {
              fields: [{ pointer: '/x', desired: 'a', observed: at('observed', 'b') }],
            }),
          ],
        },
        observation: {
          ...base.observation,
          clusters: [
            { cluster: 'cluster1', state: 'seen', observedAt: NOW, objects: [gateway], problems: [at('detail', '')] },
            { cluster: 'cluster3', state: 'unknown', reason: at('reason', ''), lastSeen: null },
          ],
        },
        proposals: base.proposals.map((each) => ({ ...each, title: at('title', 'x') })),
        pause: { reason: at('because', 'x'), until: '2026-03-01' },
        putBack: () => at('observed', 'oc patch'),
      })
      expect(JSON.stringify(view)).not.toContain(JSON.stringify(secret).slice(1, -1))
    }),
  )
})
