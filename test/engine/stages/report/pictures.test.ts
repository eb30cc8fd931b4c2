import { describe, expect, test } from 'vitest'
import type { ChangePlan } from '../../../../engine/model/change-plan.ts'
import { stampedBody } from '../../../../engine/model/forge.ts'
import { changedTopology } from '../../../../engine/model/topology/change.ts'
import { driftProposal } from '../../../../engine/stages/report/drift-sheets.ts'
import { changeProposal } from '../../../../engine/stages/report/proposal.ts'
import { reviewComment } from '../../../../engine/stages/report/review.ts'
import { driftOf, reportOf, topologyFor } from '../../../contracts/drift-reports.ts'
import { aTopology } from '../../model/topology/a-picture.ts'

const wave = { region: undefined, next: [] }
const NOTES = { wave, pause: undefined, removalLimit: 10 }
const bytes = (text: string) => new TextEncoder().encode(text).length
const fences = (text: string) => text.match(/^```/gm)?.length ?? 0

function aPlan(objects = 0): ChangePlan {
  return {
    environment: 'gdw',
    policies: [],
    removals: [],
    picture: changedTopology(aTopology(2), aTopology(3), []),
    others: Array.from({ length: objects }, (_, i) => ({
      object: `Namespace ${'n'.repeat(60)}${i}`,
      change: 'added' as const,
      fields: [],
    })),
  }
}

describe('a change proposal', () => {
  test('shows the new region on the platform', () => {
    const { body } = changeProposal(aPlan(), 'main', NOTES)
    expect(body).toContain('```mermaid\nflowchart TB')
    expect(body).toContain('class c2x0 added')
  })

  test('gives up the picture first, and whole, where there is no room', () => {
    const { body } = changeProposal(aPlan(2000), 'main', NOTES)
    expect(bytes(body)).toBeLessThan(65_536)
    expect(fences(body)).toBe(0)
    expect(body).toContain('further lines left out')
  })

  test('has none where nothing is to be seen', () => {
    const { picture: _, ...plan } = aPlan()
    expect(fences(changeProposal(plan, 'main', NOTES).body)).toBe(0)
  })
})

test('a comment on many environments drops every picture before it cuts a line', () => {
  const parts = (objects: number) =>
    Array.from({ length: 6 }, () => ({ environment: 'gdw', plan: aPlan(objects), wave }))
  const comment = (objects: number) => reviewComment({ findings: [], parts: parts(objects), rendering: 'commit' })
  expect(fences(comment(1))).toBe(12)
  expect(fences(comment(80))).toBe(0)
  expect(comment(80)).not.toContain('left out')
})

describe('a drift proposal', () => {
  const report = reportOf([driftOf('0123456789abcdef', ['cluster2'])], { cluster2: 'drifted', cluster3: 'unknown' })

  test('shows where the drift is, above the table', () => {
    const { body } = driftProposal(report, 'main', topologyFor(report))
    expect(body).toContain('cluster2<br/>vault 3<br/>✗ 1 drift"')
    expect(body.indexOf('```mermaid')).toBeLessThan(body.indexOf('| cluster |'))
  })

  test('has no picture of one cluster, nor where nothing of the platform is known', () => {
    const one = { ...topologyFor(report), regions: [{ cloud: 'aws', name: 'r', clusters: ['cluster2'] }] }
    expect(fences(driftProposal(report, 'main', one).body)).toBe(0)
    expect(fences(driftProposal(report, 'main').body)).toBe(0)
  })

  test('keeps its drifts rather than the picture', () => {
    const many = Array.from({ length: 400 }, (_, i) => driftOf(`${i}`.padStart(16, '0'), ['cluster2']))
    const full = { ...report, drifts: many }
    const body = stampedBody(driftProposal(full, 'main', topologyFor(full)))
    expect(body).not.toContain('```mermaid')
    expect(body).toBe(stampedBody(driftProposal(full, 'main')))
  })

  test('is not told anew because of its picture', () => {
    const draft = (drawn: boolean) => driftProposal(report, 'main', drawn ? topologyFor(report) : undefined)
    expect(draft(true).identity).toBe(draft(false).identity)
  })
})
