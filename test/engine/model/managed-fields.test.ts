import { expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { attributionOf, removerOf } from '../../../engine/model/managed-fields.ts'

const object: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {
    name: 'vault',
    labels: { 'app/name': 'vault' },
    finalizers: ['keep', 'wait'],
    managedFields: [
      {
        manager: 'helm',
        operation: 'Apply',
        time: '2026-01-01T00:00:00Z',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app/name': {} }, 'f:finalizers': { 'v:"keep"': {} } },
          'f:spec': {
            'f:serviceName': {},
            'f:template': {
              'f:spec': {
                'f:containers': {
                  'k:{"name":"vault"}': {
                    '.': {},
                    'f:image': {},
                    'f:ports': { 'k:{"containerPort":8200,"protocol":"TCP"}': { 'f:name': {} } },
                  },
                },
              },
            },
            'f:ingress': {},
          },
        },
      },
      { manager: 'kubectl', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      {
        manager: 'hotfix',
        operation: 'Update',
        time: '2026-02-01T00:00:00Z',
        fieldsV1: {
          'f:metadata': { 'f:finalizers': { 'i:1': {} } },
          'f:spec': {
            'f:serviceName': {},
            'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"sidecar"}': { 'f:image': {} } } } },
          },
        },
      },
      {
        manager: 'kubelet',
        operation: 'Update',
        subresource: 'status',
        time: '2026-03-01T00:00:00Z',
        fieldsV1: { 'f:status': { 'f:replicas': {} } },
      },
      {
        manager: 'damaged',
        operation: 'Update',
        time: '2027-01-01T00:00:00Z',
        fieldsV1: { 'f:spec': { 'f:list': { 'k:{nonsense': {} } } },
      },
    ],
  },
  spec: {
    replicas: 2,
    serviceName: 'vault',
    ingress: [{ from: [] }],
    list: [{}],
    template: {
      spec: {
        containers: [
          { name: 'sidecar', image: 's' },
          { name: 'vault', image: 'v', ports: [{ containerPort: 8200, protocol: 'TCP', name: 'https' }] },
        ],
      },
    },
  },
  status: { replicas: 2 },
}

const helm = { manager: 'helm', operation: 'Apply', time: '2026-01-01T00:00:00Z' }
const hotfix = { manager: 'hotfix', operation: 'Update', time: '2026-02-01T00:00:00Z' }
const nobody = { manager: null, operation: null, time: null }

test.each([
  ['/spec/replicas', { manager: 'kubectl', operation: 'Update', time: null }, 'an entry without a time'],
  ['/spec/serviceName', hotfix, 'the latest of two'],
  ['/metadata/labels/app~1name', helm, 'an escaped key'],
  ['/metadata/finalizers/0', helm, 'an item by its value'],
  ['/metadata/finalizers/1', hotfix, 'an item by its place'],
  ['/spec/template/spec/containers/0/image', hotfix, 'an item by its key'],
  ['/spec/template/spec/containers/1/image', helm, 'the other item by its key'],
  ['/spec/template/spec/containers/1/ports/0/name', helm, 'a key of two members'],
  ['/spec/template/spec/containers/1/ports/0/hostPort', helm, 'the nearest field around it'],
  ['/spec/ingress/0/from', helm, 'a list that one manager owns whole'],
  ['/status/replicas', { manager: 'kubelet', operation: 'Update', time: '2026-03-01T00:00:00Z' }, 'a status'],
  ['/data', nobody, 'a field that nobody recorded'],
  ['/__proto__/x', nobody, 'a hostile pointer'],
])('%s: %o (%s)', (pointer, expected, _why) => {
  expect(attributionOf(object, pointer)).toEqual(expected)
})

test('the whole object is of the latest writer, status and scale aside', () => {
  expect(attributionOf(object, '').manager).toBe('damaged')
})

test.each([
  [{}],
  [{ metadata: {} }],
  [{ metadata: { managedFields: 'none' } }],
  [{ metadata: { managedFields: [null, 1, {}] } }],
])('damaged managedFields name nobody: %j', (damaged) => {
  expect(attributionOf(damaged, '/spec/replicas')).toEqual(nobody)
})

test('nobody took a key away, but whoever owns what it stood in as a whole', () => {
  const fieldsV1 = { 'f:rules': {}, 'f:spec': { 'f:ports': { 'k:{"name":"api"}': { 'f:port': {} } }, 'f:a': {} } }
  const entry = { manager: 'kubectl-edit', operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1 }
  const role = {
    rules: [{ verbs: ['get'] }],
    spec: { a: 1, ports: [{ name: 'api', port: 1 }] },
    metadata: { managedFields: [entry] },
  }
  expect(removerOf(role, '/rules/1').manager).toBe('kubectl-edit')
  expect(removerOf(role, '/rules/0/resources').manager).toBe('kubectl-edit')
  expect(removerOf(role, '/spec/b').manager).toBeNull()
  expect(removerOf(role, '/spec/ports/1').manager).toBeNull()
  expect(removerOf(role, '/spec/ports/0/protocol').manager).toBeNull()
})
