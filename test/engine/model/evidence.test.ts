import { expect, test } from 'vitest'
import { evidenceOf, resolutionOf } from '../../../engine/model/evidence.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { Observation } from '../../../engine/model/observation.ts'
import type { Rendered } from '../../../engine/model/rendered.ts'

const NOW = '2026-03-01T12:00:00Z'
const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' }

function rendered(replicas: number, remediationAction = 'inform'): Rendered {
  const objectDefinition = {
    kind: 'ConfigurationPolicy',
    metadata: { name: 't' },
    spec: { remediationAction: 'inform', 'object-templates': [{ objectDefinition: { spec: { replicas } } }] },
  }
  const policy: JsonObject = {
    kind: 'Policy',
    spec: { remediationAction, 'policy-templates': [{ objectDefinition }] },
  }
  const clusters = [{ name: 'c1', cloud: 'aws', region: 'r' }]
  const policies = [{ name: 'p', component: 'p', stateful: false, clusters: ['c1'], object: policy, file: 'p.yaml' }]
  return { environment: 'gdw', version: '', clusters, policies, others: [] }
}

function seen(manager: string, time: string): Observation {
  const fieldsV1 = { 'f:spec': { 'f:replicas': {} } }
  const live: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { namespace: 'vault', name: 'vault', managedFields: [{ manager, operation: 'Update', time, fieldsV1 }] },
    spec: { replicas: 3 },
  }
  return {
    source: 's',
    observedAt: NOW,
    clusters: [{ cluster: 'c1', state: 'seen', observedAt: NOW, objects: [live], problems: [] }],
  }
}

const opened = evidenceOf('c0', rendered(3), seen('kubectl', '2026-03-01T09:00:00Z')).asked('p', 't')
const known = {
  policy: 'p',
  template: 't',
  object,
  clusters: ['c1'],
  firstSeen: '2026-03-01T10:00:00Z',
  change: 'different' as const,
  ...(opened ? { asked: { commit: opened.commit, digest: opened.digest } } : {}),
  pointers: ['/spec/replicas'],
}

test.each([
  ['by a commit', rendered(5), 'oc', '2026-03-01T11:00:00Z', { by: 'commit', commit: 'c1' }],
  [
    'by a commit that removes the policy',
    { ...rendered(3), policies: [] },
    'oc',
    NOW,
    { by: 'commit', commit: 'c1', isUnasked: true },
  ],
  ['by enforcement', rendered(3, 'Enforce'), 'config-policy-controller', NOW, { by: 'enforcement' }],
  ['by a tool', rendered(3), 'oc', '2026-03-01T11:00:00Z', { by: 'tool', manager: 'oc', time: '2026-03-01T11:00:00Z' }],
  ['by nobody known', rendered(3), 'oc', '2026-03-01T09:00:00Z', { by: 'unknown' }],
])('%s', (_, after, manager, time, expected) => {
  expect(resolutionOf(known, evidenceOf('c1', after, seen(manager, time)))).toEqual(expected)
})

test('a cluster that cannot be seen has no writer, and a policy that is not there asks for nothing', () => {
  const dark: Observation = {
    source: 's',
    observedAt: NOW,
    clusters: [{ cluster: 'c1', state: 'unknown', reason: 'x', lastSeen: null }],
  }
  const evidence = evidenceOf('c1', rendered(3), dark)
  expect(evidence.writer('c1', object, [])).toEqual({ manager: null, operation: null, time: null })
  expect(evidence.asked('other', 't')).toBeUndefined()
  expect(evidence.asked('p', 'other')).toBeUndefined()
})
