import { describe, expect, test } from 'vitest'
import type { Proposal } from '../../../engine/model/forge.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import { acknowledgements } from '../../../engine/stages/acknowledge.ts'

const drift = {
  fingerprint: 'f00d',
  policy: 'vault-c1',
  template: 'env-vault-c1-set',
  component: 'vault',
  clusters: ['c1'],
  object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
  change: 'different',
  fields: [{ pointer: '/spec/replicas', desired: 3, observed: 2 }],
  severity: 'high',
  firstSeen: '2026-01-01T00:00:00Z',
}

function merged(endedAt: string): Proposal {
  return {
    marker: 'drift/env',
    branch: 'b',
    base: 'main',
    title: 't',
    body: '',
    labels: [],
    number: 7,
    state: 'merged',
    url: 'u',
    endedAt,
  }
}

function report(drifts: readonly unknown[]): string {
  return JSON.stringify({ environment: 'env', drifts })
}

const nothing = foldHistory([])

describe('merging a report', () => {
  test('keeps each of its values quiet for some days', () => {
    const [event] = acknowledgements(
      nothing,
      report([drift]),
      merged('2026-01-02T00:00:00Z'),
      30,
      '2026-01-03T00:00:00Z',
    )
    expect(event).toMatchObject({
      type: 'acknowledged',
      fingerprint: 'f00d',
      until: '2026-02-01T00:00:00Z',
      by: 'merge of #7',
    })
  })

  test('is recorded once, and again when it is merged again later', () => {
    const first = acknowledgements(nothing, report([drift]), merged('2026-01-02T00:00:00Z'), 30, '2026-01-03T00:00:00Z')
    const state = foldHistory(first)
    expect(
      acknowledgements(state, report([drift]), merged('2026-01-02T00:00:00Z'), 30, '2026-01-03T00:00:00Z'),
    ).toEqual([])
    expect(
      acknowledgements(state, report([drift]), merged('2026-03-02T00:00:00Z'), 30, '2026-03-03T00:00:00Z'),
    ).toHaveLength(1)
  })

  test('says nothing any more when its days are over', () => {
    const at = (now: string) => acknowledgements(nothing, report([drift]), merged('2026-01-02T00:00:00Z'), 30, now)
    expect(at('2026-01-31T23:59:59Z')).toHaveLength(1)
    expect(at('2026-02-01T00:00:00Z')).toEqual([])
  })

  test.each([
    ['no JSON', '{'],
    ['no report', '[]'],
    ['fields by hand', report([{ ...drift, fields: [null] }])],
    ['no fields', report([{ ...drift, fields: 3 }])],
    ['clusters by hand', report([{ ...drift, clusters: ['c1', 1] }])],
    ['one field by hand', report([{ ...drift, fields: [...drift.fields, {}] }])],
    ['no environment', JSON.stringify({ drifts: [drift] })],
    ['nothing', report([null])],
  ])('edited by hand, %s, acknowledges nothing', (_, text) => {
    expect(acknowledgements(nothing, text, merged('2026-01-02T00:00:00Z'), 30, '2026-01-03T00:00:00Z')).toEqual([])
  })
})
