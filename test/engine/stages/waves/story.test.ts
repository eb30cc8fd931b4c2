import { beforeAll, describe, expect, test } from 'vitest'
import { quorumOver } from '../../../../engine/model/quorum.ts'
import type { Runbook } from '../../../../engine/model/runbook.ts'
import { diff } from '../../../../engine/stages/diff.ts'
import { renderedOf } from '../../../../engine/stages/read-rendered.ts'
import { runbookText } from '../../../../engine/stages/report/runbook.ts'
import { changedRegions, nextWave } from '../../../../engine/stages/waves.ts'
import { FOUR, merged, planOf, runbookFor, THREE, WITHOUT_FIRST } from './a-story.ts'

const FOLDER = 'cases/a-fourth-joins-and-the-first-retires'
const PLAIN = { red: String, yellow: String, green: String, bold: String, dim: String }

/** How many objects a component has is not this story's business. */
function withoutCounts(text: string): string {
  return text
    .replaceAll(/\d+ (Policies|objects?|further objects?)\b/g, 'some $1')
    .replaceAll(/\d+ not seen gone/g, 'none seen gone')
    .replaceAll(/(objects? (?:added|removed) on [^:\n]+): .*/g, '$1')
}

/** What each wave does, in a line, until everything has arrived. */
function waves(from: string, to: string): { readonly lines: readonly string[]; readonly regions: readonly string[][] } {
  const wanted = planOf(to)
  const regionsOf = renderedOf(planOf(FOUR)).clusters
  let state = renderedOf(planOf(from))
  const lines: string[] = []
  const regions: string[][] = []
  for (let i = 1; i <= 6; i++) {
    const after = { ...renderedOf(nextWave(state, wanted).plan), clusters: regionsOf }
    const change = diff(state, after)
    if (change.policies.length + change.others.length === 0) break
    regions.push([...changedRegions(state, after)])
    const named = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
      const of = change.policies.filter((each) => each.change === kind).map((each) => each.component)
      return of.length > 0 ? [`${kind} policies of ${[...new Set(of)].sort().join(', ')}`] : []
    })
    lines.push(`${i}. ${regions.at(-1)?.join(', ')}: ${named.join('; ')}`)
    state = after
  }
  return { lines, regions }
}

describe('a fourth region joins, then the first retires', () => {
  const told: { joins?: Runbook; retires?: Runbook } = {}
  beforeAll(async () => {
    told.joins = await runbookFor('join', 'eu-west-1', merged(THREE), FOUR)
    told.retires = await runbookFor('retire', 'us-east-1', merged(FOUR), WITHOUT_FIRST)
  })
  const chapter = (name: 'joins' | 'retires') => told[name] as Runbook

  test.each(['joins', 'retires'] as const)('the runbook of the region that %s reads like this', async (name) => {
    await expect(withoutCounts(runbookText(chapter(name), PLAIN))).toMatchFileSnapshot(`${FOLDER}/${name}.txt`)
  })

  test('the plans of all waves read like this', async () => {
    const lines = [
      'a fourth region joins',
      ...waves(THREE, FOUR).lines,
      '',
      'the first retires',
      ...waves(FOUR, WITHOUT_FIRST).lines,
    ]
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`${FOLDER}/waves.txt`)
  })

  test('never more than one region changes, and the runbooks know the same waves', () => {
    for (const [name, from, to] of [['joins', THREE, FOUR] as const, ['retires', FOUR, WITHOUT_FIRST] as const]) {
      const { regions } = waves(from, to)
      expect(regions.every((each) => each.length === 1)).toBe(true)
      expect(chapter(name).steps.flatMap((each) => (each.wave ? [each.wave.regions] : []))).toEqual(regions)
    }
  })

  test('a quorum holds at every step, also when one more region is lost while nothing restarts', () => {
    for (const name of ['joins', 'retires'] as const) {
      const { steps, isSafe } = chapter(name)
      const points = steps.flatMap((each) => each.quorums)
      expect(isSafe).toBe(true)
      expect(points.length).toBeGreaterThan(10)
      for (const { voters, quorum, away, tolerance, toleranceAfterRegion } of points) {
        expect(quorum).toBe(quorumOver([voters]).quorum)
        expect(tolerance).toBe(voters - away - quorum)
        expect(Math.min(tolerance, toleranceAfterRegion)).toBeGreaterThanOrEqual(0)
      }
    }
  })

  test('voters come and go one at a time', () => {
    const counts = ['joins', 'retires'] as const
    const steps = counts.map((name) =>
      chapter(name).steps.flatMap((each) =>
        each.quorums.flatMap((one) => (one.service === 'vault' ? [one.voters] : [])),
      ),
    )
    for (const voters of steps)
      voters.slice(1).forEach((count, i) => {
        expect(Math.abs(count - (voters[i] ?? count))).toBeLessThanOrEqual(1)
      })
    expect(steps.map((each) => [each[0], each.at(-1)])).toEqual([
      [9, 12],
      [12, 9],
    ])
  })

  test('users leave first, the label that holds the tunnel goes when nothing else is left, the hub lets go last', () => {
    const titles = chapter('retires').steps.map((each) => each.title)
    const at = (start: string) => titles.findIndex((each) => each.startsWith(start))
    const order = [
      'Global names: take',
      'Vault: remove',
      'Wave 1',
      'Wave 4',
      'Remove what stays',
      'Tunnel: take',
      'Detach',
    ]
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => a - b))
    expect(order.map(at)).not.toContain(-1)
    expect(at('Detach')).toBe(titles.length - 1)
  })

  test('what stays behind is listed object by object, stateful sets among it, and nothing of it is pruned', () => {
    const left = chapter('retires').leftBehind
    expect(left.map((each) => `${each.cluster} ${each.object}`)).toEqual(
      expect.arrayContaining([
        'cluster1 StatefulSet vault/vault',
        'cluster1 StatefulSet cockroachdb/cockroachdb',
        'local-cluster Certificate pki-intermediates/vault-bootstrap-cluster1',
        'local-cluster ManagedCluster cluster1',
        'cluster2 AuthEngineMount vault/kubernetes-cluster1',
      ]),
    )
    expect(new Set(left.map((each) => each.fate))).toEqual(new Set(['kept']))
    expect(new Set(left.map((each) => each.cluster))).toEqual(new Set(['cluster1', 'cluster2', 'local-cluster']))
  })
})
