import { expect, test } from 'vitest'
import type { Mistake } from '../../../../engine/model/imported.ts'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { object, shop } from './a-running-platform.ts'
import { inVault, mistakesOf } from './some-objects.ts'

/** A Vault of the east with this pod and this configuration, beside further objects. */
interface Vault {
  readonly container?: JsonObject
  readonly pod?: JsonObject
  readonly spec?: JsonObject
  readonly annotations?: JsonObject
  readonly config?: string
  readonly more?: readonly JsonObject[]
}

function found(rule: string, vault: Vault): readonly Mistake[] {
  const container = { name: 'vault', image: 'hashicorp/vault:1.20.0', command: ['vault', 'server'], ...vault.container }
  const pod = { containers: [{ name: 'log', image: 'log:1' }, container], ...vault.pod }
  const replaced = [
    object(
      'apps/v1',
      'StatefulSet',
      'vault',
      { spec: { serviceName: 'vault-internal', replicas: 3, template: { spec: pod }, ...vault.spec } },
      { ...inVault, annotations: vault.annotations ?? {} },
    ),
    object('v1', 'ConfigMap', 'vault-config', { data: { 'config.hcl': vault.config ?? '' } }, inVault),
    ...(vault.more ?? []),
  ]
  const seen = shop().map((each) => (each.name === 'east' ? { ...each, objects: replaced } : each))
  return mistakesOf(seen).filter((each) => each.rule === `import/${rule}` && each.clusters.includes('east'))
}

const certificate = (name: string, spec: JsonObject) =>
  object('cert-manager.io/v1', 'Certificate', name, { spec: { secretName: name, ...spec } }, inVault)
const issuer = (server: string) => object('cert-manager.io/v1', 'ClusterIssuer', 'i', { spec: { vault: { server } } })
const mounted = (...names: readonly string[]) => ({
  volumes: [
    { name: 'config', configMap: { name: 'vault-config' } },
    ...names.map((each) => ({ name: each, secret: { secretName: each } })),
  ] as Json,
})
const serving = certificate('tls', { dnsNames: ['vault.vault.svc'], usages: ['server auth', 'client auth'] })

test.each<[says: string, missing: string | undefined, vault: Vault]>([
  [
    'a peer',
    'vault-0.mid.vault-internal.vault.svc.clusterset.local',
    { config: 'leader_api_addr = "https://vault-0.mid.vault-internal.vault.svc.clusterset.local:8200"' },
  ],
  [
    'an address outside of the clusters',
    'vault.example.com',
    { config: 'api_addr = "https://vault.example.com:8200"' },
  ],
  ['the service of a cloud', undefined, { config: 'endpoint = "https://kms.us-east-1.amazonaws.com"' }],
  ['an API server', undefined, { config: 'kubernetes_host = "https://kubernetes.default.svc"' }],
  ['an address in a comment', undefined, { config: '  # api_addr = "https://old.vault.svc:8200"' }],
  ['an issuer of this Vault', 'vault-active.vault.svc', { more: [issuer('https://vault-active.vault.svc:8200')] }],
  ['an issuer of another Vault', undefined, { more: [issuer('https://vault.corp.example.com')] }],
])('names by which the members are called: %s', (_, missing, vault) => {
  const mistakes = found('names-not-in-certificate', {
    ...vault,
    pod: mounted('tls'),
    more: [serving, ...(vault.more ?? [])],
  })
  expect(mistakes).toHaveLength(missing === undefined ? 0 : 1)
  if (missing !== undefined) expect(mistakes[0]?.evidence).toMatch(new RegExp(`not in it: ${missing}$`))
})

test('the certificate of a client that is mounted too need not have the names of the members', () => {
  const client = certificate('client', { dnsNames: ['job'], usages: ['client auth'] })
  const config = 'api_addr = "https://vault.vault.svc:8200"'
  expect(found('names-not-in-certificate', { config, pod: mounted('tls', 'client'), more: [serving, client] })).toEqual(
    [],
  )
  expect(found('certificate-not-managed', { config, pod: mounted('tls'), more: [] })).toHaveLength(1)
})

test.each([
  ['--advertise-host=$(hostname -f) --join=a', '$(hostname -f)'],
  ['--advertise-host $(hostname -f)', '$(hostname -f)'],
  ['--advertise-addr=$(hostname).east.db.db.svc.clusterset.local:26257', undefined],
])('a member that advertises %s', (line, told) => {
  const container = { image: 'cockroachdb/cockroach:v26.1.0', command: ['sh', '-c', `cockroach start ${line}`] }
  const [mistake] = found('address-only-local', { container })
  if (told === undefined) expect(mistake).toBeUndefined()
  else expect(mistake?.evidence).toContain(`advertises ${told},`)
})

test('a probe is named in the container that has it', () => {
  const readinessProbe = { exec: { command: ['vault', 'status', '-tls-skip-verify'] } }
  expect(found('tls-skip-verify', { container: { readinessProbe } })[0]?.pointer).toBe(
    '/spec/template/spec/containers/1/readinessProbe',
  )
})

test('one member a region needs no rule to spread it', () => {
  expect(found('no-hard-zone-rule', {})).toHaveLength(1)
  expect(found('no-hard-zone-rule', { spec: { replicas: 1 } })).toEqual([])
})

test.each<[string, number, Vault]>([
  ['is mounted', 0, { pod: mounted('tls') }],
  ['is projected', 0, { pod: { volumes: [{ name: 'a', projected: { sources: [{ secret: { name: 'tls' } }] } }] } }],
  [
    'is read into a variable',
    0,
    { container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'tls', key: 'a' } } }] } },
  ],
  ['is nowhere', 1, { pod: mounted('other') }],
])('a Secret for which Reloader waits and that %s', (_, count, vault) => {
  const annotations = { 'secret.reloader.stakater.com/reload': 'tls' }
  expect(found('reloader-names-no-secret', { ...vault, annotations })).toHaveLength(count)
})

test('a claim without a class takes the default one', () => {
  const storage = (name: string, isDefault: boolean) =>
    object(
      'storage.k8s.io/v1',
      'StorageClass',
      name,
      { provisioner: 'ebs.csi.aws.com', reclaimPolicy: 'Delete' },
      { annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    )
  const spec = (storageClassName?: string) => ({
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: storageClassName === undefined ? {} : { storageClassName } },
    ],
  })
  const more = [storage('gp3', true), storage('slow', false)]
  expect(found('storage-class', { spec: spec(), more }).map((each) => each.object.name)).toEqual(['gp3'])
  expect(found('storage-class', { spec: spec('slow'), more }).map((each) => each.object.name)).toEqual(['slow'])
})
