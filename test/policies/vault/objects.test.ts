import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { vault } from '../../../policies/vault/index.ts'
import type { Sketch, Wanted } from './component-input.ts'
import { AWS, find, findAll, inputFor, objectsOf, strings } from './component-input.ts'

const FULL: Sketch = { ...AWS, components: { tunnel: {}, certs: {}, database: {}, loadbalancer: {} } }
const expand = (settings: JsonObject = {}, sketch = FULL) => vault.expand(inputFor(vault, sketch, settings))
const render = (settings: JsonObject = {}, sketch = FULL) => objectsOf(expand(settings, sketch))

const fields: readonly [string, Wanted, readonly (string | number)[], unknown][] = [
  ['replicas', { kind: 'StatefulSet', name: 'vault' }, ['spec', 'replicas'], 3],
  ['parallel start', { kind: 'StatefulSet', name: 'vault' }, ['spec', 'podManagementPolicy'], 'Parallel'],
  ['no restart by a merge', { kind: 'StatefulSet', name: 'vault' }, ['spec', 'updateStrategy', 'type'], 'OnDelete'],
  [
    'shared processes for the reload',
    { kind: 'StatefulSet', name: 'vault' },
    ['spec', 'template', 'spec', 'shareProcessNamespace'],
    true,
  ],
  [
    'zones apart',
    { kind: 'StatefulSet', name: 'vault' },
    ['spec', 'template', 'spec', 'topologySpreadConstraints', 0, 'whenUnsatisfiable'],
    'DoNotSchedule',
  ],
  ['unready names', { kind: 'Service', name: 'vault-internal' }, ['spec', 'publishNotReadyAddresses'], true],
  ['no cluster address', { kind: 'Service', name: 'vault-internal' }, ['spec', 'clusterIP'], 'None'],
  ['exported name', { kind: 'ServiceExport' }, ['metadata', 'name'], 'vault-internal'],
  ['budget', { kind: 'PodDisruptionBudget' }, ['spec', 'maxUnavailable'], 1],
  ['no plain text at the route', { kind: 'Route' }, ['spec', 'tls', 'termination'], 'reencrypt'],
  ['global route', { kind: 'Route' }, ['metadata', 'labels', 'route-type'], 'global'],
  ['kept volumes', { kind: 'StorageClass' }, ['reclaimPolicy'], 'Retain'],
  [
    'listener from the bootstrap issuer',
    { kind: 'Certificate', name: 'vault-tls' },
    ['spec', 'issuerRef', 'name'],
    'vault-bootstrap',
  ],
  [
    'restricted namespace',
    { kind: 'Namespace', name: 'vault' },
    ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
    'restricted',
  ],
]

test.each(fields)('%s', (_, wanted, path, value) => {
  const objects = render()
  for (const target of ['cluster1', 'cluster2', 'cluster3']) {
    expect(at(find(objects, { ...wanted, target }).object, ...path)).toEqual(value)
  }
})

test('a rendered field knows the line that asked for it', () => {
  const origin = (settings: JsonObject, target: string) =>
    find(render(settings), { kind: 'StatefulSet', target })
      .origins.get('/spec/replicas')
      ?.map((each) => each.pointer)
  expect(origin({}, 'cluster1')).toEqual(['/spec/components/vault/replicasPerCluster'])
  expect(origin({ replicas: { cluster3: 1 } }, 'cluster3')).toEqual(['/spec/components/vault/replicas/cluster3'])
})

test('peers of the other clusters are let in by address, nobody by an open range', () => {
  const objects = render()
  const peers = find(objects, { kind: 'NetworkPolicy', name: 'vault-peers', target: 'cluster2' })
  const blocks = listAt(peers.object, 'spec', 'ingress', 0, 'from').flatMap(
    (each) => textAt(each, 'ipBlock', 'cidr') ?? [],
  )
  expect(blocks).toEqual(['10.128.0.0/14', '10.136.0.0/14'])
  expect(peers.draft.complianceType).toBe('mustonlyhave')
  for (const policy of findAll(objects, { kind: 'NetworkPolicy' })) {
    expect(strings(at(policy.object, 'spec', 'ingress') ?? null)).not.toContain('0.0.0.0/0')
  }
})

const unsealing: readonly [string, JsonObject, readonly number[]][] = [
  ['the KMS of a cloud', {}, [6443, 443]],
  ['a Vault at its own port', { type: 'transit', address: 'https://unseal.example.com:8200' }, [6443, 443, 8200]],
  ['a Vault behind a proxy', { type: 'transit', address: 'https://unseal.example.com' }, [6443, 443]],
  ['a Vault that only the hub knows', { type: 'transit' }, [6443, 443, 8200]],
]

test.each(unsealing)('nodes reach %s, which unseals them, and no further port', (_, seal, ports) => {
  const egress = find(render({ seal }), { kind: 'NetworkPolicy', name: 'vault-egress', target: 'cluster1' })
  const anywhere = listAt(egress.object, 'spec', 'egress').filter((each) => at(each, 'to') === undefined)
  expect(anywhere.flatMap((each) => listAt(each, 'ports').map((port) => at(port, 'port')))).toEqual(ports)
})

test('no node is restarted for what a restart does not mend, and none of those is sent requests', () => {
  const set = find(render(), { kind: 'StatefulSet', target: 'cluster1' }).object
  const path = (probe: string) =>
    textAt(set, 'spec', 'template', 'spec', 'containers', 0, probe, 'httpGet', 'path')?.split('?')[1]
  const alive = ['sealed', 'uninit', 'haunhealthy', 'removed'].map((each) => `${each}code=204`)
  expect(path('livenessProbe')?.split('&')).toEqual(expect.arrayContaining(alive))
  expect(path('readinessProbe')).not.toContain('code=')
})

test('nodes, their configuration and their network hold no template', () => {
  for (const kind of ['StatefulSet', 'NetworkPolicy', 'Service', 'CronJob', 'PodDisruptionBudget']) {
    for (const { object } of findAll(render(), { kind })) expect(JSON.stringify(object)).not.toContain('{{')
  }
  const config = find(render(), { kind: 'ConfigMap', name: 'vault-config' })
  expect(JSON.stringify(config.object)).not.toContain('{{')
})

test('each cluster renews its certificate a day before the one before', () => {
  const renewals = findAll(render(), { kind: 'Certificate', name: 'vault-tls' }).map((each) =>
    textAt(each.object, 'spec', 'renewBefore'),
  )
  expect(renewals).toEqual(['720h', '744h', '768h'])
})

const timings: readonly [JsonObject, number][] = [
  [{ roundTripMs: 20 }, 1],
  [{ roundTripMs: 50 }, 1],
  [{ roundTripMs: 70 }, 2],
  [{ roundTripMs: 150 }, 3],
  [{ roundTripMs: 70, performanceMultiplier: 5 }, 5],
]

test.each(timings)('%j gives performance_multiplier %i', (settings, multiplier) => {
  const config = textAt(find(render(settings), { kind: 'ConfigMap', name: 'vault-config' }).object, 'data', 'vault.hcl')
  expect(config).toContain(`performance_multiplier = ${multiplier}\n`)
})

test('requests are ended after so long, where that is said, on the listener of clients alone', () => {
  const configOf = (settings: JsonObject) =>
    textAt(find(render(settings), { kind: 'ConfigMap', name: 'vault-config' }).object, 'data', 'vault.hcl') ?? ''
  expect(configOf({})).not.toContain('max_request_duration')
  const [, ...found] = configOf({ maxRequestSeconds: 10 }).split('listener "tcp" {')
  expect(found.map((each) => each.includes('  max_request_duration = "10s"\n'))).toEqual([true, false])
})

describe('seals', () => {
  type Cloud = NonNullable<Sketch['regions'][number]['cloud']>
  const on = (cloud: Cloud): Sketch => ({ regions: [{ name: 'c1', cloud, region: 'r1' }] })
  const cases: readonly [string, Sketch, JsonObject, string, string, string][] = [
    ['AWS', on('aws'), {}, 'awskms', 'VAULT_AWSKMS_SEAL_KEY_ID', 'CredentialsRequest'],
    ['Azure', on('azure'), {}, 'azurekeyvault', 'VAULT_AZUREKEYVAULT_KEY_NAME', 'Secret'],
    ['Google', on('gcp'), {}, 'gcpckms', 'VAULT_GCPCKMS_SEAL_CRYPTO_KEY', 'Secret'],
    ['bare metal', on('other'), {}, 'transit', 'VAULT_TRANSIT_SEAL_KEY_NAME', 'Secret'],
    ['transit on AWS', on('aws'), { seal: { type: 'transit' } }, 'transit', 'VAULT_ADDR', 'Secret'],
  ]
  test.each(cases)('%s', (_, sketch, settings, type, variable, access) => {
    const objects = render(settings, sketch)
    const config = textAt(find(objects, { kind: 'ConfigMap', name: 'vault-config' }).object, 'data', 'vault.hcl')
    expect(config).toContain(`seal "${type}" {`)
    const parameters = find(objects, { kind: 'ConfigMap', name: 'vault-seal' })
    expect(textAt(parameters.object, 'data', variable)).toMatch(
      /^\{\{hub .*fromConfigMap "" "gdw-inputs" "[a-z-]+".* hub\}\}$/,
    )
    expect(findAll(objects, { kind: access, policy: 'vault-seal' })).toHaveLength(1)
  })

  test.each([
    ['azure', 'azure_client_id'],
    ['gcp', 'service_account.json'],
    ['other', 'token'],
  ] as const)('who unseals nodes on %s brings a Secret, and is told its keys', (cloud, key) => {
    const objects = render({}, on(cloud))
    expect(findAll(objects, { kind: 'CredentialsRequest' })).toEqual([])
    const copy = find(objects, { kind: 'Secret', name: 'vault-kms-credentials' }).object
    expect(textAt(copy, 'data')).toBe('{{hub copySecretData "" "gdw-vault-seal" hub}}')
    const asked = expand({}, on(cloud)).flatMap((policy) =>
      policy.templates.filter((each) => each.name === 'seal-secret').map((each) => JSON.stringify(each)),
    )
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain(key)
    const used = JSON.stringify([
      find(objects, { kind: 'StatefulSet' }).object,
      find(objects, { kind: 'ConfigMap', name: 'vault-config' }).object,
    ])
    expect(used).toContain(key)
  })

  test('a key that is set is rendered as it is, and asked for nowhere', () => {
    const settings = { seal: { keyId: 'mrk-1', account: '123456789012' }, snapshots: { enabled: false } }
    const objects = render(settings)
    expect(
      textAt(find(objects, { kind: 'ConfigMap', name: 'vault-seal' }).object, 'data', 'VAULT_AWSKMS_SEAL_KEY_ID'),
    ).toBe('mrk-1')
    const request = find(objects, { kind: 'CredentialsRequest', target: 'cluster2' }).object
    expect(textAt(request, 'spec', 'providerSpec', 'statementEntries', 0, 'resource')).toBe(
      'arn:aws:kms:us-east-2:123456789012:key/mrk-1',
    )
    const asked = findAll(objects, { kind: 'ConfigMap', role: 'action', target: 'hub' }).flatMap((each) =>
      Object.keys(at(each.object, 'data') ?? {}),
    )
    expect(asked.filter((key) => key.startsWith('vault-kms'))).toEqual([])
  })

  test.each([
    ['cn-north-1', 'arn:aws-cn:kms:cn-north-1:'],
    ['us-gov-west-1', 'arn:aws-us-gov:kms:us-gov-west-1:'],
  ])('a key in %s is named in the partition of its region', (region, start) => {
    const regions = AWS.regions.map((each) => (each.name === 'cluster2' ? { ...each, region } : each))
    const objects = render({ seal: { keyId: 'mrk-1', account: '123456789012' } }, { ...FULL, regions })
    const request = find(objects, { kind: 'CredentialsRequest', target: 'cluster2', policy: 'vault-seal' }).object
    expect(textAt(request, 'spec', 'providerSpec', 'statementEntries', 0, 'resource')).toBe(
      `${start}123456789012:key/mrk-1`,
    )
  })

  test('braces in a setting never become a template', () => {
    const objects = render({ seal: { keyId: '{{ evil }}' } })
    const resource = textAt(
      find(objects, { kind: 'CredentialsRequest' }).object,
      'spec',
      'providerSpec',
      'statementEntries',
      0,
      'resource',
    )
    expect(resource).toContain('{{ `{{` }} evil }}')
  })
})

test('only the primary writes the configuration: one auth endpoint per cluster, each with its own API server', () => {
  const objects = render({ primary: 'cluster2' })
  const mounts = findAll(objects, { kind: 'AuthEngineMount' })
  expect(new Set(mounts.map((each) => each.target))).toEqual(new Set(['cluster2']))
  expect(mounts.map((each) => textAt(each.object, 'metadata', 'name'))).toEqual([
    'kubernetes-cluster1',
    'kubernetes-cluster2',
    'kubernetes-cluster3',
  ])
  expect(
    findAll(objects, { kind: 'KubernetesAuthEngineConfig' }).map((each) =>
      textAt(each.object, 'spec', 'kubernetesHost'),
    ),
  ).toEqual([1, 2, 3].map((n) => `https://api.cluster${n}.example.com:6443`))
  for (const each of findAll(objects, { kind: 'KubernetesAuthEngineConfig' })) {
    expect(at(each.object, 'spec', 'disableLocalCAJWT')).toBe(true)
    expect(at(each.object, 'spec', 'tokenReviewerServiceAccount')).toBeUndefined()
  }
  expect(findAll(objects, { kind: 'ServiceAccount', name: 'vault-config' }).map((each) => each.target)).toEqual([
    'cluster2',
  ])
})

test('no log-in is bound to a default account or to every namespace, and each token is short', () => {
  const roles = findAll(render(), { kind: 'KubernetesAuthEngineRole' })
  expect(roles.length).toBe(3 * 6 + 1)
  expect(new Set(roles.map((each) => textAt(each.object, 'metadata', 'name'))).size).toBe(roles.length)
  for (const { object } of roles) {
    expect(strings(at(object, 'spec') ?? null)).not.toContain('default')
    expect(strings(at(object, 'spec') ?? null)).not.toContain('*')
    expect(Number(at(object, 'spec', 'tokenTTL'))).toBeLessThanOrEqual(600)
    // Tokens of jobs are for the API server alone, which knows its own name and reviews them by themselves.
    const isIssuer = /^(cert-manager|crdb)-/.test(textAt(object, 'spec', 'name') ?? '')
    expect(textAt(object, 'spec', 'audience')).toEqual(isIssuer ? expect.stringMatching(/^vault:\/\/./) : undefined)
  }
})

test('policies of signers allow signing by their own role and nothing else', () => {
  const policies = findAll(render(), { kind: 'Policy' }).filter(
    (each) => !textAt(each.object, 'metadata', 'name')?.startsWith('vault-'),
  )
  expect(policies).toHaveLength(6)
  for (const { object } of policies) {
    const name = textAt(object, 'metadata', 'name')
    expect(textAt(object, 'spec', 'policy')).toBe(`path "pki_int/sign/${name}" { capabilities = ["update"] }\n`)
  }
})

test('names root and node are signed by their own roles only', () => {
  const bare = findAll(render(), { kind: 'PKISecretEngineRole' }).filter((each) =>
    listAt(each.object, 'spec', 'allowedDomains').some((domain) => domain === 'root' || domain === 'node'),
  )
  expect(bare.map((each) => textAt(each.object, 'metadata', 'name')).sort()).toEqual(['crdb-node', 'crdb-root'])
})

test('nobody waits for anything but facts', () => {
  for (const policy of expand()) {
    const facts = policy.templates.filter((each) => each.role === 'fact').map((each) => each.name)
    for (const template of policy.templates) expect(facts).toEqual(expect.arrayContaining([...(template.after ?? [])]))
    for (const template of policy.templates.filter((each) => each.role === 'fact' && each.kind === 'configuration')) {
      const kinds =
        template.kind === 'configuration'
          ? objectsOf([{ ...policy, templates: [template] }]).map((each) => textAt(each.object, 'kind'))
          : []
      expect(['CustomResourceDefinition', 'Namespace']).toEqual(expect.arrayContaining(kinds))
    }
  }
})

test('a person is told what to do, and no message holds a secret', () => {
  const actions = expand().flatMap((policy) => policy.templates.filter((each) => each.role === 'action'))
  const messages = actions.flatMap((each) =>
    each.kind === 'configuration' ? String(each.customMessage?.noncompliant ?? 'none') : [],
  )
  expect(messages).not.toContain('none')
  for (const code of ['VAULT-INIT', 'VAULT-CSR', 'VAULT-ROOT-REVOKED'])
    expect(messages.some((each) => each.startsWith(code))).toBe(true)
  expect(messages.filter((each) => each.includes('initAllowed'))).toHaveLength(3)
})

test('a cluster may bear the name of what every object has', () => {
  const sketch: Sketch = { regions: ['constructor', 'tostring', 'c3'].map((name) => ({ name })) }
  const objects = render({ apiAuthorities: {}, replicas: { c3: 1 } }, sketch)
  const config = find(objects, { kind: 'KubernetesAuthEngineConfig', name: 'kubernetes-constructor' }).object
  expect(textAt(config, 'spec', 'kubernetesCACert')).toContain('vault-api-ca-constructor')
  expect(at(find(objects, { kind: 'StatefulSet', target: 'constructor' }).object, 'spec', 'replicas')).toBe(3)
})

test('with a transit seal, commands in a node’s container are meant for that node, not for what unseals it', () => {
  const init = (settings: JsonObject) => {
    const template = expand(settings)
      .flatMap((policy) => policy.templates)
      .find((each) => each.role === 'action' && each.name === 'init')
    return template?.kind === 'configuration' ? template.customMessage?.noncompliant : undefined
  }
  const own = 'env -u VAULT_TOKEN VAULT_ADDR=https://127.0.0.1:8200 vault operator init'
  expect(init({ seal: { type: 'transit' } })).toContain(`\`${own}`)
  expect(init({})).toContain('`vault operator init')
})

test('the load balancer is told to ask as often as its settings say', () => {
  const given = { ...AWS, components: { loadbalancer: { healthCheck: { intervalSeconds: 30, failureThreshold: 2 } } } }
  const asked = (sketch: Sketch) => {
    const { object } = find(objectsOf(vault.expand(inputFor(vault, sketch))), { kind: 'Route', name: 'vault' })
    const text = textAt(object, 'metadata', 'annotations', 'global-load-balancer-operator.redhat-cop.io/health-check')
    return JSON.parse(text ?? '{}') as { readonly [key: string]: unknown }
  }
  expect(asked(given)).toMatchObject({ periodSeconds: 30, failureThreshold: 2 })
  expect(asked({ ...AWS, components: { loadbalancer: {} } })).toMatchObject({ periodSeconds: 10, failureThreshold: 3 })
})
