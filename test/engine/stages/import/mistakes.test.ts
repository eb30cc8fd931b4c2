import { expect, test } from 'vitest'
import type { Mistake } from '../../../../engine/model/imported.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { unseenRows } from '../../../../engine/stages/import/unseen.ts'
import { managedCluster, object, SET, shop, vault } from './a-running-platform.ts'
import {
  binding,
  bound,
  certificate,
  child,
  HUB,
  inVault,
  mistakesOf,
  network,
  OCM,
  placement,
  pods,
  rule,
  selfSigned,
  signer,
} from './some-objects.ts'

/** Mistakes of the shop with further objects on one of its clusters. */
function mistakesWith(cluster: string, ...more: readonly JsonObject[]): readonly Mistake[] {
  const seen = shop().map((each) => (each.name === cluster ? { ...each, objects: [...each.objects, ...more] } : each))
  return mistakesOf(seen)
}

/** What the tutorial's objects do not show, and each rule that its case asserts by row only. */
const table: readonly (readonly [rule: string, row: number | undefined, cluster: string, ...objects: JsonObject[]])[] =
  [
    ['network-not-private', 1, 'east', network('172.32.0.0/14')],
    ['network-reserved', undefined, 'east', network('242.0.0.0/14')],
    [
      'tunnel-development-build',
      8,
      'east',
      object('submariner.io/v1alpha1', 'Submariner', 'submariner', { spec: { version: 'devel' } }),
    ],
    [
      'privileged-entitlement',
      8,
      'east',
      pods('DaemonSet', { image: 'x/wireguard:1', securityContext: { privileged: true } }),
    ],
    ['argocd-cluster-admin', 9, HUB, binding('cluster-admin', 'openshift-gitops')],
    [
      'argocd-default-admin',
      9,
      HUB,
      object('argoproj.io/v1beta1', 'ArgoCD', 'a', { spec: { rbac: { defaultPolicy: 'role:admin' } } }),
    ],
    [
      'argocd-hides-difference',
      9,
      HUB,
      object('argoproj.io/v1alpha1', 'Application', 'a', {
        spec: { ignoreDifferences: [{ jsonPointers: ['/spec/installed'] }] },
      }),
    ],
    ['ca-without-duration', 10, HUB, certificate({ isCA: true })],
    [
      'certificate-expired',
      undefined,
      'east',
      certificate({ renewBefore: '720h', duration: '2160h' }, { notAfter: '2026-03-01T00:00:00Z' }),
    ],
    [
      'certificate-not-renewed',
      undefined,
      'east',
      certificate({ renewBefore: '720h', duration: '2160h' }, { notAfter: '2026-03-10T00:00:00Z' }),
    ],
    ['root-token-stored', 15, HUB, object('v1', 'Secret', 'vault-init', { data: { root_token: 'eA==' } }, inVault)],
    [
      'stored-service-account-token',
      16,
      'east',
      object('v1', 'Secret', 't', { type: 'kubernetes.io/service-account-token' }, inVault),
    ],
    [
      'loose-pki-role',
      17,
      'east',
      object('redhatcop.redhat.io/v1alpha1', 'PKISecretEngineRole', 'r', { spec: { enforceHostnames: false } }),
    ],
    [
      'login-role-for-default',
      17,
      'east',
      object('redhatcop.redhat.io/v1alpha1', 'KubernetesAuthEngineRole', 'r', {
        spec: { targetServiceAccounts: ['default'] },
      }),
    ],
    [
      'pki-urls-http',
      18,
      'east',
      object('redhatcop.redhat.io/v1alpha1', 'PKISecretEngineConfig', 'r', {
        spec: { issuingCertificates: ['http://vault:8200'] },
      }),
    ],
    ['image-latest', 26, 'east', pods('Deployment', { image: 'ubi9' })],
    [
      'acme-issuer',
      28,
      'east',
      object('cert-manager.io/v1', 'ClusterIssuer', 'i', {
        spec: { acme: { server: 'https://acme-v02.api.letsencrypt.org/directory' } },
      }),
    ],
    [
      'cert-manager-out-of-support',
      28,
      'east',
      pods('Deployment', { image: 'jetstack/cert-manager-controller:v1.7.1' }, 'cert-manager'),
    ],
    ['pod-security-policy', 29, 'east', object('policy/v1beta1', 'PodSecurityPolicy', 'p')],
    ['zookeeper', 29, 'east', pods('StatefulSet', { image: 'kafka/zookeeper:3' })],
    [
      'hub-in-data-region',
      31,
      HUB,
      object('config.openshift.io/v1', 'Infrastructure', 'cluster', {
        status: { platformStatus: { aws: { region: 'us-east-1' } } },
      }),
    ],
    [
      'azure-label',
      4,
      HUB,
      object('hive.openshift.io/v1', 'ClusterDeployment', 'east', { spec: { platform: { azure: {} } } }),
    ],
    [
      'hub-out-of-support',
      5,
      HUB,
      object('operators.coreos.com/v1alpha1', 'Subscription', 'acm', {
        spec: { name: 'advanced-cluster-management', channel: 'release-2.4' },
      }),
    ],
    ['issuer-missing', undefined, 'east', certificate({ issuerRef: { name: 'gone' } }), selfSigned],
    [
      'ca-renewed-too-late',
      undefined,
      'east',
      certificate({ isCA: true, duration: '43800h', renewBefore: '648h', issuerRef: { name: 'self' } }),
      selfSigned,
      signer,
      child,
    ],
    ['two-vaults', undefined, 'east', ...vault('east', 'other')],
    ['placement-reaches-nobody', undefined, HUB, placement('p', { clusterSets: ['shop'] })],
    ['placement-lets-go', undefined, HUB, bound, placement('p', {})],
    [
      'placement-reaches-too-many',
      undefined,
      HUB,
      managedCluster('lab', 'eu-west-1', 'lab'),
      rule('r', { matchLabels: { vendor: 'OpenShift' } }),
    ],
  ]

const cases = table.map(([name, row, cluster, ...objects]) => ({ name, row, cluster, objects }))

test.each(cases)('$name (row $row) on $cluster', ({ name, row, cluster, objects }) => {
  const found = mistakesWith(cluster, ...objects).filter((each) => each.rule === `import/${name}`)
  expect(found).toHaveLength(1)
  expect(found[0]?.blueprint).toBe(row)
  expect(found[0]?.remedy).not.toBe('')
  expect(found[0]?.evidence).not.toContain('redacted')
})

test('a platform without these objects has none of these mistakes', () => {
  const rules = new Set(mistakesOf(shop()).map((each) => each.rule))
  expect(table.map(([name]) => name).filter((name) => rules.has(`import/${name}`))).toEqual([])
})

test('the hub and two clusters share ranges: one mistake each, both named', () => {
  const seen = shop().map((each) => ({
    ...each,
    objects: [...each.objects, ...(each.name === 'west' ? [] : [network('10.128.0.0/14')])],
  }))
  const found = mistakesOf(seen).filter((each) => /overlap/.test(each.rule))
  expect(found.map((each) => [each.rule, each.clusters.join()])).toEqual([
    ['import/network-overlap', 'mid'],
    ['import/network-hub-overlap', 'east,mid'],
  ])
})

test('a network is named at the object that shows it', () => {
  const config = `networking: { machineNetwork: [{ cidr: 172.40.0.0/16 }] }`
  const installed = object(
    'v1',
    'Secret',
    'east-install-config',
    { data: { 'install-config.yaml': btoa(config) } },
    { namespace: 'east' },
  )
  const seen = shop().map((each) => ({
    ...each,
    objects: [
      ...each.objects,
      ...(each.name === HUB ? [installed] : each.name === 'east' ? [network('172.36.0.0/14')] : []),
    ],
  }))
  const found = mistakesOf(seen).filter((each) => each.rule === 'import/network-not-private')
  expect(found.map((each) => `${each.object.kind} ${each.evidence.slice(0, 13)}`)).toEqual([
    'Network pods network ',
    'Secret machines netw',
  ])
})

test('placements that hold: bound, tolerant, of this set only', () => {
  const tolerations = ['unreachable', 'unavailable'].map((each) => ({ key: `${OCM}/${each}`, operator: 'Exists' }))
  const good = [
    bound,
    placement('p', { clusterSets: ['shop'], tolerations }),
    rule('r', { matchLabels: { [SET]: 'shop' } }),
  ]
  expect(
    mistakesWith(HUB, managedCluster('lab', 'eu-west-1', 'lab'), ...good).filter((each) => /placement/.test(each.rule)),
  ).toEqual([])
})

test('a copy of the hub root’s key on a member', () => {
  const root = object('cert-manager.io/v1', 'Certificate', 'root', {
    spec: { isCA: true, secretName: 'root', duration: '87600h' },
  })
  const copy = object('v1', 'Secret', 'root', { data: { 'tls.key': 'eA==' } }, inVault)
  const issuer = object('cert-manager.io/v1', 'Issuer', 'i', { spec: { ca: { secretName: 'root' } } }, inVault)
  const seen = shop().map((each) => ({
    ...each,
    objects: [...each.objects, ...(each.name === HUB ? [root] : each.name === 'east' ? [copy, issuer] : [issuer])],
  }))
  const found = mistakesOf(seen).filter((each) => each.rule === 'import/root-key-on-cluster')
  expect(found.map((each) => each.clusters)).toEqual([['east']])
})

test('every row of the published list is either a mistake or named with a reason', () => {
  const named = mistakesOf(shop())
  const rows = [
    ...new Set([...named.flatMap((each) => each.blueprint ?? []), ...unseenRows(named).map((each) => each.blueprint)]),
  ]
  expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1))
})
