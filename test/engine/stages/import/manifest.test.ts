import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { covered } from '../../../../engine/stages/import/cover.ts'
import { manifestOf } from '../../../../engine/stages/import/manifest.ts'
import { fieldsOf } from '../../../../engine/stages/import/ownership.ts'
import { imported, object, shop } from './a-running-platform.ts'
import { isMatchOf } from './matches.ts'

test('what the server owns or fills in is left out, what a person wrote stays', () => {
  const service = object(
    'v1',
    'Service',
    'db',
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.0.0.7',
        clusterIPs: ['10.0.0.7'],
        ports: [{ port: 80, protocol: 'TCP' }],
        selector: {},
      },
      status: { loadBalancer: {} },
    },
    { namespace: 'db', generation: 4, annotations: null, labels: { app: 'db' } },
  )
  expect(manifestOf(service)).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'db', labels: { app: 'db' } },
    spec: { ports: [{ port: 80 }], selector: {} },
  })
  const headless = object('v1', 'Service', 'db', { spec: { clusterIP: 'None' } }, { namespace: 'db' })
  expect(manifestOf(headless).spec).toEqual({ clusterIP: 'None' })
})

test('a key of a person’s own that is called as a field with a default stays', () => {
  const own = { protocol: 'TCP', restartPolicy: 'Always' }
  const metadata = { namespace: 'db', labels: own, annotations: own }
  const map = object('v1', 'ConfigMap', 'c', { data: own }, metadata)
  expect(manifestOf(map)).toMatchObject({ metadata, data: own })
  const service = object('v1', 'Service', 's', { spec: { selector: own } }, metadata)
  expect(manifestOf(service)).toMatchObject({ spec: { selector: own } })
  const pods = { selector: { matchLabels: own }, template: { metadata: { labels: own }, spec: { nodeSelector: own } } }
  expect(manifestOf(object('apps/v1', 'Deployment', 'd', { spec: pods }, metadata))).toMatchObject({ spec: pods })
})

test('a pull policy is filled in where the image says so, and only in the kinds of Kubernetes', () => {
  const container = (image: string, imagePullPolicy: string) => ({ name: 'a', image, imagePullPolicy })
  const policyOf = (apiVersion: string, kind: string, image: string, imagePullPolicy: string) => {
    const spec = { template: { spec: { containers: [container(image, imagePullPolicy)] } } }
    return JSON.stringify(manifestOf(object(apiVersion, kind, 'x', { spec }, { namespace: 'db' }))).includes(
      'PullPolicy',
    )
  }
  expect(policyOf('apps/v1', 'Deployment', 'a:1', 'IfNotPresent')).toBe(false)
  expect(policyOf('apps/v1', 'Deployment', 'a', 'Always')).toBe(false)
  expect(policyOf('apps/v1', 'Deployment', 'a:1', 'Always')).toBe(true)
  expect(policyOf('apps/v1', 'Deployment', 'a@sha256:1', 'Always')).toBe(true)
  expect(policyOf('crdb.cockroachlabs.com/v1alpha1', 'CrdbCluster', 'a', 'Always')).toBe(true)
  expect(policyOf('crdb.cockroachlabs.com/v1alpha1', 'CrdbCluster', 'a:1', 'IfNotPresent')).toBe(true)
})

test('a namespace goes where the kind has one', () => {
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', { rules: [] }, { namespace: 'db' })
  expect(manifestOf(role).metadata).toEqual({ name: 'r' })
  expect(manifestOf(object('v1', 'ConfigMap', 'c')).metadata).toEqual({ name: 'c', namespace: 'default' })
})

const SECRET = 'hvs.CAESIJ0000000000000000000000'
const holders: readonly JsonObject[] = [
  object('v1', 'Secret', 's', { type: 'Opaque', data: { password: SECRET } }, { namespace: 'vault' }),
  object(
    'v1',
    'ConfigMap',
    'c',
    { data: { hcl: `seal "azurekeyvault" {\n  client_secret = "${SECRET}"\n}` } },
    { namespace: 'vault' },
  ),
  object('v1', 'ConfigMap', 'd', { data: { 'app.properties': `db.password=${SECRET}` } }, { namespace: 'vault' }),
  object(
    'apps/v1',
    'Deployment',
    'e',
    {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'x', args: ['--token', SECRET], env: [{ name: 'DB_PASSWORD', value: SECRET }] }],
          },
        },
      },
    },
    { namespace: 'vault' },
  ),
  object(
    'v1',
    'ServiceAccount',
    'f',
    {},
    { namespace: 'vault', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': SECRET } },
  ),
]

test.each(holders.map((each) => [each.kind, each] as const))(
  'a secret in a %s reaches neither files nor report',
  async (_, holder) => {
    const clusters = shop().map((each) =>
      each.name === 'east' ? { ...each, objects: [...each.objects, holder] } : each,
    )
    const { files, report } = await imported(clusters)
    expect(JSON.stringify(files)).not.toContain(SECRET)
    expect(JSON.stringify(report)).not.toContain(SECRET)
    expect(JSON.stringify(manifestOf(holder))).not.toContain(SECRET)
  },
)

const map = (key: string, text: string) => object('v1', 'ConfigMap', 'c', { data: { [key]: text } })
const variable = (name: string) =>
  object('v1', 'Pod', 'p', { spec: { containers: [{ env: [{ name, value: 'hunter22' }] }] } })

test.each<[string, JsonObject]>([
  ['a key store', object('v1', 'ConfigMap', 'c', { binaryData: { 'client.jks': 'hunter22' } })],
  ['a file of log-ins', map('.pgpass', 'db:5432:*:root:hunter22')],
  ['the log-in of a registry', map('config.json', '{"auths":{"r":{"auth":"hunter22"}}}')],
  ['a log-in in one line', map('netrc', 'machine h login ada password hunter22')],
  ['a short word', map('app.properties', 'db.pass=hunter22')],
  ['XML', map('app.xml', '<db><password>hunter22</password></db>')],
  ['a variable of a short name', variable('DB_PASS')],
])('a secret does not pass as %s', (_, holder) => {
  expect(JSON.stringify(holder)).toContain('hunter22')
  expect(JSON.stringify(manifestOf(holder))).not.toContain('hunter22')
})

test('a number may be a secret, a count below the key of one is none', () => {
  const thing = object('example.com/v1', 'Thing', 'x', { spec: { adminPassword: 12345678, tokenUses: 3, port: 26257 } })
  expect(manifestOf(thing).spec).toEqual({ tokenUses: 3, port: 26257 })
})

test.each(['PWD=/var/lib/app', 'bypass: always-on', 'compass=northwest', '<password/>'])('%s is no secret', (text) => {
  expect(manifestOf(map('a', text)).data).toEqual({ a: text })
})

test('names of Secrets are no secrets', () => {
  const route = object(
    'route.openshift.io/v1',
    'Route',
    'r',
    {},
    {
      namespace: 'vault',
      annotations: {
        'cert-utils-operator.redhat-cop.io/certs-from-secret': 'vault-tls',
        'secret.reloader.stakater.com/reload': 'vault-tls',
      },
    },
  )
  expect(Object.keys((manifestOf(route).metadata as JsonObject).annotations as JsonObject)).toHaveLength(2)
  const certificate = object(
    'cert-manager.io/v1',
    'Certificate',
    'c',
    { spec: { privateKey: { algorithm: 'ECDSA' } } },
    { namespace: 'vault' },
  )
  expect(manifestOf(certificate).spec).toEqual({ privateKey: { algorithm: 'ECDSA' } })
})

test('a manifest asks for nothing that the object does not have, and speaks of every field that it keeps', () => {
  const scalar = fc.oneof(fc.constantFrom('a', 'b', '', 'x{{y'), fc.integer(), fc.boolean(), fc.constant(null))
  const tree = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('p', 'q/r', 's~t'), tie('any'), { maxKeys: 3 }),
    ),
  })).any
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('spec', 'rules', 'extra'), tree, { maxKeys: 3 }), (rest) => {
      const observed = object('example.com/v1', 'Thing', 'x', rest as JsonObject, { namespace: 'n' })
      const manifest = manifestOf(observed)
      expect(isMatchOf(manifest, observed)).toBe(true)
      const known = new Set(fieldsOf(observed).map(([pointer]) => pointer))
      expect(covered(manifest, observed).filter((each) => !known.has(each))).toEqual([])
    }),
    { seed: 7, numRuns: 200 },
  )
})
