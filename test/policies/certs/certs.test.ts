import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { API_AUDIENCE } from '../../../engine/model/api-audience.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { settle } from '../../../engine/model/traced.ts'
import { certs } from '../../../policies/certs/index.ts'
import { database } from '../../../policies/database/index.ts'
import type { Sketch } from '../vault/component-input.ts'
import { AWS, find, findAll, inputFor, objectsOf } from '../vault/component-input.ts'
import { platforms, RUNS } from '../vault/sketches.ts'

const FULL: Sketch = { ...AWS, components: { tunnel: {}, vault: {}, database: {} } }
const expand = (settings: JsonObject = {}, sketch = FULL) => certs.expand(inputFor(certs, sketch, settings))
const render = (settings: JsonObject = {}, sketch = FULL) => objectsOf(expand(settings, sketch))

test('the root exists on the hub only, with a key that never changes', () => {
  const roots = findAll(render(), { kind: 'Certificate', name: 'root-ca' })
  expect(roots.map((each) => each.target)).toEqual(['hub'])
  expect(at(roots[0]?.object, 'spec', 'privateKey')).toEqual({ algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' })
  expect(textAt(roots[0]?.object, 'spec', 'duration')).toBe('87600h')
  expect(textAt(roots[0]?.object, 'metadata', 'namespace')).toBe('cert-manager')
})

test('there is one intermediate per cluster, apart from the root key, and each cluster gets its own only', () => {
  const objects = render()
  for (const cluster of ['cluster1', 'cluster2', 'cluster3']) {
    const intermediate = find(objects, { kind: 'Certificate', name: `vault-bootstrap-${cluster}` })
    expect([intermediate.target, textAt(intermediate.object, 'metadata', 'namespace')]).toEqual([
      'hub',
      'pki-intermediates',
    ])
    const secret = find(objects, { kind: 'Secret', name: 'vault-bootstrap-ca', target: cluster })
    expect(textAt(secret.object, 'data')).toBe(
      `{{hub copySecretData "pki-intermediates" "vault-bootstrap-${cluster}" hub}}`,
    )
    expect(secret.draft.recordDiff).toBe('None')
  }
})

test('no object of a member mentions the root’s Secret, and nothing holds a key', () => {
  const objects = render()
  const members = JSON.stringify(objects.filter((each) => each.target !== 'hub').map((each) => each.object))
  expect(members).not.toContain('"root-ca"')
  expect(JSON.stringify(objects.map((each) => each.object))).not.toContain('PRIVATE KEY')
})

test('the reader of intermediates reads one namespace, which is not the root’s', () => {
  const role = find(render(), { kind: 'Role', name: 'gdw-certs-reader', target: 'hub' })
  expect(textAt(role.object, 'metadata', 'namespace')).toBe('pki-intermediates')
  expect(listAt(role.object, 'rules', 0, 'verbs')).toEqual(['get', 'list', 'watch'])
  expect(role.draft.complianceType).toBe('mustonlyhave')
  const [account] = certs.support?.(inputFor(certs, FULL)) ?? []
  expect(textAt(settle(account ?? {}).value, 'metadata', 'namespace')).toBe('isthmus-gdw')
})

test.each(['cluster1', 'cluster3'])(
  'the issuer of %s logs in through its own endpoint with its own account',
  (cluster) => {
    const { object } = find(render(), { kind: 'ClusterIssuer', name: 'vault-issuer', target: cluster })
    expect(at(object, 'spec', 'vault')).toEqual({
      server: 'https://vault.vault.svc:8200',
      path: `pki_int/sign/workload-${cluster}`,
      caBundleSecretRef: { name: 'platform-ca', key: 'ca.crt' },
      auth: {
        kubernetes: {
          mountPath: `/v1/auth/kubernetes-${cluster}`,
          role: `cert-manager-${cluster}`,
          serviceAccountRef: { name: 'vault-issuer' },
        },
      },
    })
  },
)

test('the token of an issuer is also for the API server, under the name that its cluster gives that', () => {
  const issuers = findAll(render(), { kind: 'ClusterIssuer', name: 'vault-issuer', target: 'cluster1' })
  const audiences = issuers.map((each) =>
    at(each.object, 'spec', 'vault', 'auth', 'kubernetes', 'serviceAccountRef', 'audiences'),
  )
  expect(audiences).toEqual([undefined, [API_AUDIENCE.text]])
  expect(API_AUDIENCE.text).toContain('"serviceAccountIssuer"')
  expect(API_AUDIENCE.text).toContain('default "https://kubernetes.default.svc"')
})

test('without Vault the intermediate issues for workloads', () => {
  const objects = render({}, AWS)
  expect(findAll(objects, { kind: 'ClusterIssuer', name: 'vault-issuer' })).toEqual([])
  expect(findAll(objects, { kind: 'ClusterIssuer', name: 'platform-issuer' })).toHaveLength(3)
  expect(findAll(objects, { kind: 'Issuer' })).toEqual([])
  const { object } = find(objects, { kind: 'Certificate', name: 'vault-bootstrap-cluster1', target: 'hub' })
  expect(listAt(object, 'spec', 'nameConstraints', 'permitted', 'dnsDomains')).toContain('apps.cluster1.example.com')
})

test('common names fit into a certificate, whatever the clusters are called', () => {
  const long = {
    regions: ['a', 'b', 'c'].map((each) => ({ name: each.repeat(63) })),
    base: `${'x'.repeat(60)}.example.com`,
  }
  for (const { object } of findAll(render({}, long), { kind: 'Certificate' })) {
    expect((textAt(object, 'spec', 'commonName') ?? '').length).toBeLessThanOrEqual(64)
  }
})

test('what is the same for all clusters can become one policy', () => {
  const operator = expand().filter((each) => each.name === 'certs-operator')
  const contents = operator.map(({ target: _, ...rest }) =>
    JSON.stringify(objectsOf([{ ...rest, target: 'hub' }]).map((each) => each.object)),
  )
  expect(new Set(contents).size).toBe(1)
})

test('every name is used once per policy, and all wait for facts of their own policy only', () => {
  fc.assert(
    fc.property(platforms, ({ sketch }) => {
      for (const policy of expand({}, sketch)) {
        const names = policy.templates.map((each) => each.name)
        expect(new Set(names).size).toBe(names.length)
        const facts = new Set(policy.templates.filter((each) => each.role === 'fact').map((each) => each.name))
        expect(policy.templates.flatMap((each) => each.after ?? []).filter((each) => !facts.has(each))).toEqual([])
      }
    }),
    RUNS,
  )
})

describe('checks', () => {
  const check = (settings: JsonObject) => certs.check(inputFor(certs, FULL, settings))
  test('the defaults keep rule G7', () => expect(check({})).toEqual([]))

  const faults: readonly [JsonObject, string, string][] = [
    [{ rootRenewBefore: '1000h' }, 'certs/ca-outlived', 'rootRenewBefore'],
    [{ intermediateRenewBefore: '1000h' }, 'certs/ca-outlived', 'intermediateRenewBefore'],
    [{ leafRenewBefore: '1h' }, 'certs/renews-too-late', 'leafRenewBefore'],
    [{ leafDuration: '168h', leafRenewBefore: '79h' }, 'certs/renews-too-late', 'leafRenewBefore'],
    [{ leafDuration: '720h', leafRenewBefore: '720h' }, 'certs/renews-at-once', 'leafRenewBefore'],
    [{ pkiNamespace: 'cert-manager' }, 'certs/pki-namespace', 'pkiNamespace'],
    [{ pkiNamespace: 'cluster2' }, 'certs/pki-namespace', 'pkiNamespace'],
  ]
  test.each(faults)('%j: %s', (settings, rule, field) => {
    expect(check(settings)).toEqual([
      expect.objectContaining({ rule, severity: 'error', pointer: `/spec/components/certs/${field}` }),
    ])
  })
})

function lifetimes(components: NonNullable<Sketch['components']>, settings: JsonObject = {}) {
  const drafts = expand(settings, { ...AWS, components }).filter((each) => each.name === 'certs-health')
  return drafts
    .flatMap((each) => each.templates)
    .flatMap((each) => (each.kind === 'other' ? [settle(each.spec).value as JsonObject] : []))
    .slice(0, drafts[0]?.templates.filter((each) => each.kind === 'other').length)
}

test('nothing is near its end before half of the time that its renewal has is over', () => {
  const longest = lifetimes({ vault: {}, database: {} })
  expect(longest.map((each) => [at(each, 'namespaceSelector', 'include'), at(each, 'minimumDuration')])).toEqual([
    [['vault', 'cert-manager'], '360h'],
    [['cockroachdb'], '120h'],
  ])
  const shorter = { certificate: { duration: '480h', renewBefore: '160h' } }
  expect(lifetimes({ vault: shorter, database: shorter }).map((each) => at(each, 'minimumDuration'))).toEqual([
    '80h',
    '80h',
  ])
  expect(lifetimes({}).map((each) => at(each, 'minimumDuration'))).toEqual(['360h'])
})

test('no CA is near its end while it can sign a whole leaf, nor the one of cert-manager’s webhook before that renews it', () => {
  const ofCas = (settings: JsonObject) => lifetimes({}, settings).map((each) => at(each, 'minimumCADuration'))
  expect([ofCas({}), ofCas({ leafDuration: '1000h' }), ofCas({ leafDuration: '4380h' })]).toEqual([
    ['2160h'],
    ['1000h'],
    ['2752h'],
  ])
})

test('the administrator’s certificate of a day is not looked at, all others of the database are', () => {
  const sketch: Sketch = { ...AWS, components: { vault: {}, certs: {} } }
  const made = findAll(objectsOf(database.expand(inputFor(database, sketch, { applications: ['shop'] }))), {
    kind: 'Certificate',
    target: 'cluster1',
  })
  const [, wanted] = lifetimes({ vault: {}, database: {} })
  const isSeen = (object: JsonObject) =>
    Object.entries(at(wanted, 'labelSelector') ?? {}).every(
      ([key, value]) => at(object, 'spec', 'secretTemplate', 'labels', key) === value,
    )
  expect(made.flatMap(({ object }) => (isSeen(object) ? [] : [textAt(object, 'metadata', 'name')]))).toEqual([
    'cockroachdb-client-root',
  ])
})
