import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isthmusAt, newFolder, read, write } from './a-shell.ts'

const NOW = '2026-03-04T12:00:00Z'
let work = ''

beforeAll(async () => {
  work = join(newFolder(), 'work')
  await isthmusAt(NOW, join(work, '..'), 'init', 'work')
})

const simulate = (...args: readonly string[]) => isthmusAt(NOW, work, 'simulate', ...args)

describe('one loss', () => {
  test('says what is left, every sum with its terms, and the weakest link', async () => {
    const { code, out } = await simulate('--lose', 'us-east-1')
    expect(code).toBe(0)
    expect(out).toContain('gdw without us-east-1: survives')
    expect(out).toContain('vault: survives; 6 of 9 voters left, 5 needed, 1 more may be lost')
    expect(out).toMatch(/fails over in 25 to 150 s =\n.*T_probe.*\n.*T_publish.*\n.*TTL.*\n.*T_client/)
    expect(out).toContain('users wait 25 to 150 s, at most 60 s of it T_publish')
    expect(out).toMatch(/weakest link: \S+\.global\.example\.com, 2 of 3 endpoints left/)
  })

  test('as JSON in the documented shape', async () => {
    const { code, out } = await simulate('--lose', 'us-east-1,cluster2/vault-0', '--output', 'json')
    expect(code).toBe(0)
    const survival = JSON.parse(out)
    expect(survival).toMatchObject({
      environment: 'gdw',
      lost: ['us-east-1', 'cluster2/vault-0'],
      survives: true,
      weakest: { name: 'vault', why: '5 of 9 voters left, 5 needed: no more may be lost' },
    })
    expect(survival.services[0]).toMatchObject({
      name: 'vault',
      voters: 9,
      quorum: 5,
      left: 5,
      tolerance: 0,
      survives: true,
      failover: {
        terms: expect.arrayContaining([
          { name: 'heartbeat timeout', seconds: { min: 2, max: 6 }, source: expect.stringContaining('multiplier 2') },
        ]),
        total: { min: 2.17, max: 32 },
      },
    })
    expect(survival.endpoints.map((each: { left: string[] }) => each.left)).toEqual(
      Array.from({ length: 3 }, () => ['cluster2', 'cluster3']),
    )
  })

  test('two regions stop everything: exit 2', async () => {
    const { code, out } = await simulate('--lose', 'us-east-1,us-east-2')
    expect(code).toBe(2)
    expect(out).toContain('vault: does not survive; 3 of 9 voters left, 5 needed, 2 too few')
    expect(out).toContain('what has stopped stays away until it is mended')
  })

  test('as markdown', async () => {
    const { out } = await simulate('--lose', 'us-west-2', '--output', 'markdown')
    expect(out).toContain('### gdw without `us-west-2`: survives')
    expect(out).toContain('| vault | 6 of 9 | 5 | 1 more may be lost |')
  })
})

describe('without a loss', () => {
  test('every region, and every region with a node', async () => {
    const { code, out } = await simulate()
    expect(code).toBe(0)
    expect(out).toContain('gdw: 6 cases')
    expect(out).toContain(
      'us-east-1, cluster2/vault-0, cluster2/cockroachdb-0: survives; vault 5/9, database 5/9, up to 150 s',
    )
  })

  test('a platform without quorums or global names has nothing to lose but clusters', async () => {
    const other = newFolder()
    const file = 'environments/gdw.yaml'
    const text = read(work, file)
    write(other, file, `${text.slice(0, text.indexOf('  components:'))}  components: { tunnel: {} }\n`)
    const { code, out } = await isthmusAt(NOW, other, 'simulate')
    expect(code).toBe(0)
    expect(out).toContain('gdw: 3 cases\n  us-east-1: survives; up to 0 s\n')
    expect((await isthmusAt(NOW, other, 'simulate', '--lose', 'cluster1')).out).toContain('nothing here is stretched')
  })

  test('what is promised and does not hold is exit 2', async () => {
    const other = join(newFolder(), 'work')
    cpSync(work, other, { recursive: true })
    const file = 'environments/gdw.yaml'
    write(other, file, read(other, file).replace(/replicasPerCluster: 3/g, 'replicasPerCluster: 1'))
    const { code, out } = await isthmusAt(NOW, other, 'simulate', '--output', 'json')
    expect(code).toBe(2)
    const { cases } = JSON.parse(out)
    expect(cases.map((each: { promised: boolean }) => each.promised)).toEqual(Array(6).fill(true))
    expect((await isthmusAt(NOW, other, 'simulate', '-o', 'markdown')).out).toContain('does not survive')
  })
})

describe('with a snapshot', () => {
  const probe = (name: string, namespace: string, data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata: { ${data} }\n`

  test('observed voters count, with their age; what is missing is assumed, and said', async () => {
    const snapshot = newFolder()
    write(
      snapshot,
      'cluster2/probe.yaml',
      probe('vault-probe', 'vault', `time: "2026-03-04T11:58:00Z", voters: "10", failureTolerance: "3"`),
    )
    const { code, out } = await simulate('--lose', 'us-east-1', '--from', snapshot)
    expect(code).toBe(0)
    expect(out).toContain('vault: survives; 6 of 10 voters left, 6 needed, no more may be lost')
    expect(out).toContain('observed 120 s ago')
    expect(out).toContain('database: no result of a probe, assumed')
  })

  test('round trips of the gateways count before public figures', async () => {
    const snapshot = newFolder()
    const connection = '{ endpoint: { cluster_id: cluster3 }, latencyRTT: { average: 61.5ms } }'
    write(
      snapshot,
      'cluster2/gateway.yaml',
      `apiVersion: submariner.io/v1\nkind: Gateway\nmetadata: { name: a, namespace: submariner-operator }\nstatus: { connections: [${connection}] }\n`,
    )
    const { out } = await simulate('--lose', 'us-east-1', '--from', snapshot)
    expect(out).toContain('writes then wait 61.5 ms (observed)')
    expect(out).toContain('round trips: 1 pair as the tunnel’s gateways saw them')
  })

  test('an old result is unknown', async () => {
    const snapshot = newFolder()
    write(snapshot, 'cluster2/probe.yaml', probe('vault-probe', 'vault', `time: "2026-03-04T10:00:00Z", voters: "10"`))
    const { out } = await simulate('--lose', 'us-east-1', '--from', snapshot)
    expect(out).toContain('6 of 9 voters left')
    expect(out).toContain('7200 s old, more than 900 s: unknown, assumed')
  })
})

describe('bad use', () => {
  test.each([
    [['--lose', 'us-est-1'], 'usage/unknown-loss', 'did you mean `us-east-1`?'],
    [['--lose', 'cluster2/vault-9'], 'usage/unknown-loss', 'did you mean `cluster2/vault-0`?'],
    [['--lose', 'us-east-1\u001b[2J\u202e'], 'us-east-1\\u{1b}[2J\\u{202e} is no region', 'known here'],
    [['--lose', ' , '], 'usage/nothing-lost', '--lose us-east-1'],
    [['--lose', 'us-east-1', '--from', 'nowhere'], 'directory/missing', 'sub-folder'],
    [['--environment', 'gdx'], 'usage/unknown-environment', 'did you mean gdw?'],
  ])('%j', async (args, code, hint) => {
    const ran = await simulate(...args)
    expect(ran.code).toBe(1)
    expect(ran.out).toBe('')
    expect(ran.err).toContain(code)
    expect(ran.err).toContain(hint)
  })

  test('an environment that is not valid is explained as validate does', async () => {
    const other = newFolder()
    write(
      other,
      'environments/bad.yaml',
      'apiVersion: isthmus.dev/v1alpha1\nkind: Environment\nmetadata: { name: bad }\nspec: {}\n',
    )
    const ran = await isthmusAt(NOW, other, 'simulate')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('schema/missing-key')
  })
})
