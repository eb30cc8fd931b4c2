import { expect, test } from 'vitest'
import type { Observation } from '../../../../engine/model/observation.ts'
import { presenceIn } from '../../../../engine/stages/runbook/moves.ts'

const AT = '2026-03-04T12:00:00Z'
const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'left', namespace: 'app' } }
const seen = { state: 'seen', observedAt: AT, objects: [map], problems: [] } as const
const cut = { apiVersion: 'v1', kind: 'Secret', namespace: '', state: 'forbidden', message: '', since: null } as const
const observation: Observation = {
  source: 's',
  observedAt: AT,
  clusters: [
    { ...seen, cluster: 'whole' },
    { ...seen, cluster: 'part', shortfalls: [cut] },
    { cluster: 'dark', state: 'unknown', reason: 'no answer', lastSeen: null },
  ],
}

test.each([
  ['whole', 'ConfigMap app/left', 'there'],
  ['whole', 'ConfigMap app/other', 'gone'],
  ['part', 'ConfigMap app/other', 'unknown'],
  ['dark', 'ConfigMap app/left', 'unknown'],
  ['elsewhere', 'ConfigMap app/left', 'unknown'],
] as const)('on %s %s is %s', (cluster, object, state) => {
  expect(presenceIn(observation)(cluster, object)).toBe(state)
  expect(presenceIn(undefined)(cluster, object)).toBe('unknown')
})
