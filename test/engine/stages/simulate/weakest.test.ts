import { describe, expect, test } from 'vitest'
import type { EndpointSurvival, Failover, ServiceSurvival } from '../../../../engine/model/survival.ts'
import { longestTerm, weakestOf } from '../../../../engine/stages/simulate/weakest.ts'

function waiting(...seconds: readonly number[]): Failover {
  const terms = seconds.map((max, i) => ({ name: `T${i}`, seconds: { min: 0, max }, source: 'here' }))
  return { terms, total: { min: 0, max: Math.max(...seconds) } }
}

function aService(name: string, some: Partial<ServiceSurvival> = {}): ServiceSurvival {
  return {
    name,
    voters: 9,
    quorum: 5,
    left: 6,
    tolerance: 1,
    survives: true,
    clusters: [],
    source: { kind: 'assumed' },
    failover: waiting(10),
    commit: null,
    notes: [],
    ...some,
  }
}

function anEndpoint(host: string, some: Partial<EndpointSurvival> = {}): EndpointSurvival {
  const clusters = ['a', 'b', 'c']
  return { host, service: null, clusters, left: ['a', 'b'], survives: true, failover: waiting(10), notes: [], ...some }
}

describe('what breaks first', () => {
  const slow = { failover: waiting(60) }

  test.each<[what: string, services: readonly ServiceSurvival[], endpoints: readonly EndpointSurvival[], name: string]>(
    [
      ['what has stopped', [aService('db', { survives: false, left: 4, tolerance: 3 }), aService('vault')], [], 'db'],
      ['what tolerates least', [aService('db', { tolerance: 0 }), aService('vault', slow)], [], 'db'],
      ['of the same tolerance what takes longest', [aService('db'), aService('vault', slow)], [], 'vault'],
      [
        'what nothing brings back takes for ever',
        [aService('db', slow), aService('vault', { failover: null })],
        [],
        'vault',
      ],
      [
        'two that nothing brings back go by name',
        [aService('b', { failover: null }), aService('a', { failover: null })],
        [],
        'a',
      ],
      ['alike in all: by name', [aService('b'), aService('a')], [], 'a'],
      ['a name whose last endpoint is left', [aService('db')], [anEndpoint('app', { left: ['a'] })], 'app'],
      [
        'a name that nobody answers for',
        [aService('db', { tolerance: 0 })],
        [anEndpoint('app', { survives: false, left: [] })],
        'app',
      ],
    ],
  )('%s', (_, services, endpoints, name) => {
    expect(weakestOf(services, endpoints)?.name).toBe(name)
    expect(weakestOf([...services].reverse(), [...endpoints].reverse())?.name).toBe(name)
  })

  test.each<[services: readonly ServiceSurvival[], endpoints: readonly EndpointSurvival[], why: string]>([
    [[aService('db', { survives: false, left: 4 })], [], '4 of 9 voters left, 5 needed: it stops'],
    [[aService('db', { tolerance: 0 })], [], '6 of 9 voters left, 5 needed: no more may be lost'],
    [[aService('db', { tolerance: 2 })], [], '6 of 9 voters left, 5 needed: 2 more may be lost'],
    [[], [anEndpoint('app', slow)], '2 of 3 endpoints left; users wait up to 60 s'],
    [[], [anEndpoint('app', { failover: null, notes: ['no check'] })], '2 of 3 endpoints left; no check'],
    [[], [anEndpoint('app', { failover: null })], '2 of 3 endpoints left; no time can be stated'],
  ])('and why %#', (services, endpoints, why) => {
    expect(weakestOf(services, endpoints)?.why).toBe(why)
  })

  test('nothing, where nothing is stretched', () => {
    expect(weakestOf([], [])).toBeNull()
  })
})

describe('where the time goes', () => {
  test('the largest term of what takes longest, whoever it is', () => {
    const db = aService('db', { failover: waiting(20, 45, 5) })
    const app = anEndpoint('app', { failover: waiting(30, 90) })
    expect(longestTerm([db], [])).toEqual({ name: 'T1', of: 'db', seconds: 45 })
    expect(longestTerm([db], [app])).toEqual({ name: 'T1', of: 'app', seconds: 90 })
  })

  test('nowhere, where nobody waits', () => {
    expect(longestTerm([], [])).toBeNull()
    expect(longestTerm([aService('db', { failover: null })], [])).toBeNull()
    expect(longestTerm([aService('db', { failover: null }), aService('vault')], [])?.of).toBe('vault')
  })
})
