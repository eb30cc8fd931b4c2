import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { managedCluster, object, shop } from './a-running-platform.ts'
import { certificate, child, HUB, inVault, mistakesOf, pods, rule, selfSigned, signer } from './some-objects.ts'

const anchored = object('cert-manager.io/v1', 'Certificate', 'root', {
  spec: { isCA: true, secretName: 'root', duration: '87600h', issuerRef: { kind: 'ClusterIssuer', name: 'self' } },
})
const request = (namespace: string, action: string) =>
  object('cloudcredential.openshift.io/v1', 'CredentialsRequest', 'r', {
    spec: {
      providerSpec: { statementEntries: [{ effect: 'Allow', action: [action], resource: '*' }] },
      secretRef: { name: 's', namespace },
    },
  })
const imageSet = (name: string) =>
  object('hive.openshift.io/v1', 'ClusterImageSet', name, {
    spec: { releaseImage: 'quay.io/openshift-release-dev/ocp-release:4.9.9-x86_64' },
  })
const deployment = (status: JsonObject) =>
  object('hive.openshift.io/v1', 'ClusterDeployment', 'east', {
    spec: { installed: false, provisioning: { imageSetRef: { name: 'used' } }, platform: { aws: {} } },
    status,
  })
const networkPolicy = (name: string, ingress: readonly JsonObject[], namespace = 'vault') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: {}, ingress } }, { namespace })
const everyNamespace = { from: [{ namespaceSelector: {} }] }
const remote = { from: [{ ipBlock: { cidr: '10.132.0.0/14' } }] }
const byHelm = (type: string, more: readonly JsonObject[], data: JsonObject = { token: 'eA==' }) =>
  object(
    'v1',
    'Secret',
    's',
    { type, data },
    { namespace: 'vault', managedFields: [{ manager: 'helm', fieldsV1: { 'f:metadata': {} } }, ...more] },
  )
const tunnel = (spec: JsonObject) =>
  object('submarineraddon.open-cluster-management.io/v1alpha1', 'SubmarinerConfig', 'submariner', { spec })
const acme = (server: string) => object('cert-manager.io/v1', 'ClusterIssuer', 'i', { spec: { acme: { server } } })
const named = (name: string, ...names: readonly string[]) =>
  object('apps.open-cluster-management.io/v1', 'PlacementRule', name, {
    spec: { clusters: names.map((each) => ({ name: each })), clusterSelector: {} },
  })
const config = (text: string) => object('v1', 'ConfigMap', 'vault-config', { data: { 'config.hcl': text } }, inVault)

/** What runs well, or is none of the platform's business, beside what is a mistake. */
const near: readonly (readonly [
  says: string,
  rule: string,
  found: number,
  cluster: string,
  ...objects: JsonObject[],
])[] = [
  ['rights on every key', 'kms-rights-on-everything', 1, 'east', request('vault', 'kms:Decrypt')],
  [
    'rights of OpenShift itself',
    'kms-rights-on-everything',
    0,
    'east',
    request('openshift-machine-api', 'kms:Decrypt'),
  ],
  ['rights on other things', 'kms-rights-on-everything', 0, 'east', request('vault', 'ec2:DescribeInstances')],
  [
    'a token that OpenShift keeps',
    'stored-service-account-token',
    0,
    'east',
    object('v1', 'Secret', 't', { type: 'kubernetes.io/service-account-token' }, { namespace: 'openshift-monitoring' }),
  ],
  [
    'a week-old certificate of eight days',
    'certificate-not-renewed',
    1,
    'east',
    certificate({ duration: '192h' }, { notAfter: '2026-03-05T06:00:00Z' }),
  ],
  [
    'a short certificate in its first half',
    'certificate-not-renewed',
    0,
    'east',
    certificate({ duration: '720h' }, { notAfter: '2026-03-14T05:06:07Z' }),
  ],
  [
    'a certificate that its issuer shortened',
    'certificate-not-renewed',
    0,
    'east',
    certificate({}, { notAfter: '2026-03-06T05:06:07Z', renewalTime: '2026-03-05T05:06:07Z' }),
  ],
  ['a life too short for a failed renewal', 'short-renewal', 1, 'east', certificate({ duration: '72h' })],
  ['the default life', 'short-renewal', 0, 'east', certificate({})],
  [
    'a CA that is called root',
    'powerful-name-shared-issuer',
    0,
    'east',
    certificate({
      isCA: true,
      duration: '87600h',
      commonName: 'root',
      issuerRef: { kind: 'ClusterIssuer', name: 'self' },
    }),
  ],
  [
    'an issuer of a kind that was not seen',
    'issuer-missing',
    0,
    'east',
    certificate({ issuerRef: { kind: 'ClusterIssuer', name: 'gone' } }),
    selfSigned,
  ],
  [
    'a CA of 90 days over leaves of 90 days',
    'ca-renewed-too-late',
    1,
    'east',
    certificate({ isCA: true, duration: '2160h' }),
    signer,
    child,
  ],
  ['a private ACME server', 'acme-issuer', 0, 'east', acme('https://step-ca.pki.svc:9000/acme/acme/directory')],
  [
    'a release that nothing was installed from',
    'release-out-of-support',
    1,
    HUB,
    deployment({}),
    imageSet('used'),
    imageSet('offered'),
  ],
  [
    'a cluster that is being installed',
    'installed-false',
    0,
    HUB,
    deployment({ conditions: [{ type: 'Provisioned', status: 'False' }] }),
  ],
  [
    'a cluster that runs',
    'installed-false',
    1,
    HUB,
    deployment({ conditions: [{ type: 'Provisioned', status: 'True' }] }),
  ],
  ['a gateway by default', 'tunnel-single-gateway', 1, HUB, tunnel({})],
  ['two gateways', 'tunnel-single-gateway', 0, HUB, tunnel({ gatewayConfig: { gateways: 2 } })],
  [
    'machines of a cloud without zones',
    'machine-pool-zones',
    0,
    HUB,
    object('hive.openshift.io/v1', 'MachinePool', 'p', { spec: { platform: { vsphere: { cpus: 4 } } } }),
  ],
  ['every namespace and no remote pod', 'network-policy-namespaces', 1, 'east', networkPolicy('p', [everyNamespace])],
  [
    'every namespace, and remote pods by another policy',
    'network-policy-namespaces',
    0,
    'east',
    networkPolicy('p', [everyNamespace]),
    networkPolicy('q', [remote]),
  ],
  [
    'some namespaces and no remote pod',
    'network-policy-namespaces',
    1,
    'east',
    networkPolicy('p', [{ from: [{ podSelector: {} }] }]),
    networkPolicy('q', [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }]),
  ],
  ['everybody', 'network-policy-namespaces', 0, 'east', networkPolicy('p', [{}])],
  [
    'a namespace without peers elsewhere',
    'network-policy-namespaces',
    0,
    'east',
    networkPolicy('p', [everyNamespace], 'shop'),
  ],
  ['values in a Secret', 'secret-from-values', 1, 'east', byHelm('Opaque', [])],
  ['a Secret that a chart left empty', 'secret-from-values', 0, 'east', byHelm('Opaque', [], {})],
  [
    'a Secret that another fills',
    'secret-from-values',
    0,
    'east',
    byHelm('Opaque', [{ manager: 'injector', fieldsV1: { 'f:data': {} } }]),
  ],
  [
    'a rule that names clusters',
    'placement-reaches-too-many',
    0,
    HUB,
    managedCluster('lab', 'eu-west-1', 'lab'),
    named('r', 'east', 'mid'),
  ],
  [
    'a rule that names another platform',
    'placement-reaches-too-many',
    1,
    HUB,
    managedCluster('lab', 'eu-west-1', 'lab'),
    named('r', 'east', 'lab'),
  ],
  [
    'a selector that is none',
    'placement-reaches-nobody',
    1,
    HUB,
    rule('r', { matchExpressions: [null] }),
    rule('s', { matchLabels: 5 }),
  ],
  [
    'a discovery of another platform',
    'discovery-misses-cluster',
    0,
    HUB,
    object('redhatcop.redhat.io/v1alpha1', 'GlobalRouteDiscovery', 'd', {
      spec: { clusters: [{ clusterName: 'lab' }] },
    }),
  ],
  [
    'a discovery under other names',
    'discovery-misses-cluster',
    0,
    HUB,
    object('redhatcop.redhat.io/v1alpha1', 'GlobalRouteDiscovery', 'd', {
      spec: {
        clusters: ['east', 'mid', 'west'].map((each) => ({
          clusterName: `x${each}`,
          clusterCredentialRef: { namespace: each },
        })),
      },
    }),
  ],
  [
    'the key of an alias',
    'single-region-seal',
    0,
    'east',
    config('storage "raft" {}\nseal "awskms" { kms_key_id = "alias/vault" }'),
  ],
  [
    'a key ring of one region',
    'single-region-seal',
    1,
    'east',
    config('storage "raft" {}\nseal "gcpckms" { region = "us-east1" }'),
  ],
  [
    'a key ring of several regions',
    'single-region-seal',
    0,
    'east',
    config('storage "raft" {}\nseal "gcpckms" { region = "global" }'),
  ],
  [
    'an example in a comment',
    'single-region-seal',
    0,
    'east',
    config('storage "raft" {}\n# seal "awskms" { kms_key_id = "1-2" }'),
  ],
  [
    'a cert-manager from before its first release',
    'cert-manager-out-of-support',
    1,
    'east',
    pods('Deployment', { image: 'jetstack/cert-manager-controller:v0.16.1' }, 'cert-manager'),
  ],
  [
    'a Secret that Reloader is to ignore',
    'second-writer',
    0,
    'east',
    object('v1', 'Secret', 's', {}, { annotations: { 'reloader.stakater.com/ignore': 'true' } }),
  ],
]

const cases = near.map(([says, name, count, cluster, ...objects]) => ({ says, name, count, cluster, objects }))

test.each(cases)('$says: $name $count times', ({ name, count, cluster, objects }) => {
  const seen = shop().map((each) => {
    const replaced = new Set(objects.map((one) => JSON.stringify([one.kind, (one.metadata as JsonObject).name])))
    const kept = each.objects.filter(
      (one) => !replaced.has(JSON.stringify([one.kind, (one.metadata as JsonObject).name])),
    )
    return each.name === cluster ? { ...each, objects: [...kept, ...objects] } : each
  })
  expect(mistakesOf(seen).filter((each) => each.rule === `import/${name}`)).toHaveLength(count)
})

test('the hub’s root in the hands of a ClusterIssuer, and an intermediate that is meant to be there', () => {
  const copy = object('v1', 'Secret', 'root', { data: { 'tls.key': 'eA==' } }, { namespace: 'cert-manager' })
  const issuer = object('cert-manager.io/v1', 'ClusterIssuer', 'i', { spec: { ca: { secretName: 'root' } } })
  const copiesOf = (kind: JsonObject) => {
    const self = object('cert-manager.io/v1', 'ClusterIssuer', 'self', { spec: kind })
    const seen = shop().map((each) => ({
      ...each,
      objects: [...each.objects, ...(each.name === HUB ? [anchored, self] : [copy, issuer])],
    }))
    return mistakesOf(seen).filter((each) => each.rule === 'import/root-key-on-cluster').length
  }
  expect(copiesOf({ selfSigned: {} })).toBe(1)
  expect(copiesOf({ ca: { secretName: 'offline-root' } })).toBe(0)
})

test('certificates are as old as the snapshot that shows them', () => {
  const object = certificate({ duration: '2160h' }, { notAfter: '2026-03-01T00:00:00Z' })
  const at = (observedAt: string) =>
    mistakesOf(shop().map((each) => (each.name === 'east' ? { ...each, observedAt, objects: [object] } : each)))
  expect(at('2026-01-05T00:00:00Z').map((each) => each.rule)).not.toContain('import/certificate-expired')
  expect(at('2026-03-02T00:00:00Z').map((each) => each.rule)).toContain('import/certificate-expired')
})
