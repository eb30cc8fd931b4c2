import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import { components } from '../../policies/index.ts'
import type { Loose } from '../engine/stages/check/a-repository.ts'
import { aLooseCluster, aLooseEnvironment, runEnvironment } from '../engine/stages/check/a-repository.ts'
import { crdFolder, hasCrds } from './crd-schemas.ts'
import { danglingReferences } from './dangling-references.ts'
import { inspectObject } from './validate-object.ts'

const types = { aws: 'm7i.large', azure: 'Standard_D4s_v5', gcp: 'n2-standard-16' }
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`
const common = { storage: { data: '20Gi', audit: '1Ti', class: 'gp3-csi' }, resources: { cpu: '1500m', memory: '4Gi' } }
const secret = { unhealthyPodEviction: 'IfHealthyBudget', certificate: { duration: '1440h', renewBefore: '600h' } }

/** Settings of every component, none as they are where nobody says anything; with the cloud that they are for. */
const VARIANTS: Readonly<Record<string, { readonly cloud: string; readonly components: Loose }>> = {
  'installed on AWS': {
    cloud: 'aws',
    components: {
      clusters: {
        provision: 'hive',
        addons: { applications: false, certificatePolicies: true, search: false },
        release: { version: '4.20.4', image: `quay.io/openshift-release-dev/ocp-release@${DIGEST}` },
        controlPlane: { instanceTypes: types },
        workers: { replicas: 6, diskGiB: 200, instanceTypes: types },
        databasePool: { replicas: 6, diskGiB: 300, instanceTypes: types },
        gatewayPool: { diskGiB: 150, instanceTypes: types },
        azure: { dnsResourceGroup: 'dns' },
        gcp: { project: 'platform' },
        credentials: 'static',
        pullSecret: 'pull.secret',
        sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample a person',
        installAttempts: 1,
        preserveOnDelete: true,
      },
      tunnel: {
        gateways: 3,
        gatewayNodes: 'prepared',
        cableDriver: 'wireguard',
        instanceTypes: types,
        natTraversal: false,
        existingNetworks: {
          cluster1: {
            vpcId: 'vpc-1',
            subnetIds: ['subnet-1'],
            controlPlaneSecurityGroup: 'sg-1',
            workerSecurityGroup: 'sg-2',
          },
        },
        installPlanApproval: 'Automatic',
        tcpClampMss: 1200,
      },
      certs: { nameConstraints: false, approverPolicy: true, certUtils: true, pkiNamespace: 'intermediates' },
      vault: {
        ...common,
        ...secret,
        seal: {
          type: 'awskms',
          keyId: 'mrk-1',
          keyRegion: 'us-east-1',
          account: '123456789012',
          roleArn: 'arn:aws:iam::1:role/r',
        },
        replicas: { cluster3: 3 },
        primary: 'cluster2',
        host: 'keys',
        roundTripMs: 80,
        performanceMultiplier: 3,
        maxRequestSeconds: 10,
        routeIssuer: { name: 'public' },
        workloadDomains: ['shop.example.com'],
        snapshots: { enabled: true, schedule: '@daily' },
        apiAuthorities: { cluster1: PEM },
      },
      database: {
        ...secret,
        engine: 'cockroachdb',
        replicas: { cluster3: 4 },
        primary: 'cluster3',
        host: 'console',
        databases: ['shop', 'billing_2'],
        survivalGoal: 'region',
        replicationFactor: 9,
        applications: ['shop'],
        roundTripMs: 80,
        sqlLoadBalancer: false,
        storage: { size: '1Ti', class: 'gp3-csi' },
        resources: { cpu: '500m', memory: '8Gi' },
        dedicatedNodes: true,
        backups: { enabled: true, recurring: '@daily' },
      },
      loadbalancer: {
        provider: 'global-load-balancer-operator',
        policy: 'Geoproximity',
        ttlSeconds: 5,
        healthCheck: { intervalSeconds: 10, failureThreshold: 2 },
        recoverySeconds: 300,
        zoneId: 'Z0123456789',
        credentialsSecret: 'dns.credentials',
        tokenValidity: '24h',
        ingress: { replicas: 3, networkLoadBalancer: false },
      },
    },
  },
  'imported on Azure': {
    cloud: 'azure',
    components: {
      clusters: { provision: 'imported', addons: { applications: true, certificatePolicies: false, search: true } },
      tunnel: { gatewayNodes: 'labelled', cableDriver: 'libreswan', natTraversal: true, installPlanApproval: 'Manual' },
      certs: {
        rootDuration: '100000h',
        rootRenewBefore: '30000h',
        intermediateDuration: '20000h',
        intermediateRenewBefore: '5000h',
        leafDuration: '2160h',
        leafRenewBefore: '800h',
        toleratedIssuerOutage: '100h',
        nameConstraints: true,
        approverPolicy: false,
        certUtils: false,
      },
      vault: {
        seal: { type: 'azurekeyvault', vaultName: 'v', keyName: 'k', tenantId: 't' },
        snapshots: { enabled: false },
      },
      database: { dedicatedNodes: false, sqlLoadBalancer: true, backups: { enabled: false } },
      loadbalancer: {
        provider: 'external-dns',
        policy: 'Multivalue',
        dns: 'route53',
        hosts: ['shop'],
        ingress: { networkLoadBalancer: true },
      },
    },
  },
  'installed on Google Cloud, with short-lived credentials': {
    cloud: 'gcp',
    components: {
      clusters: { provision: 'hive', credentials: 'short-lived', preserveOnDelete: false },
      tunnel: { gatewayNodes: 'labelled' },
      certs: {},
      vault: {
        replicasPerCluster: 5,
        seal: { type: 'gcpckms', project: 'p', location: 'us', keyRing: 'r', cryptoKey: 'c' },
        unhealthyPodEviction: 'AlwaysAllow',
      },
      database: {
        replicasPerCluster: 5,
        updatePartition: 0,
        backups: { recurring: '@hourly' },
        unhealthyPodEviction: 'AlwaysAllow',
      },
      loadbalancer: { policy: 'Latency', healthCheck: { intervalSeconds: 30 } },
    },
  },
  'elsewhere, unsealed by another Vault': {
    cloud: 'other',
    components: {
      clusters: {},
      tunnel: {},
      certs: {},
      vault: { seal: { type: 'transit', address: 'https://unseal.example.com:8200', keyName: 'k', mount: 'unseal' } },
      database: {},
      loadbalancer: { dns: 'other' },
    },
  },
  'alone behind translated addresses': {
    cloud: 'aws',
    components: { clusters: {}, tunnel: { globalnet: { enabled: true, cidr: '242.1.0.0/16', clusterSize: 256 } } },
  },
  'on AWS, and the seal of its cloud': {
    cloud: 'aws',
    components: {
      clusters: {},
      tunnel: { globalnet: { enabled: false } },
      certs: {},
      vault: { seal: { type: 'auto' } },
    },
  },
}

/** What an environment that promises the loss of a region may not ask for. */
const REFUSED: readonly string[] = ['database/survivalGoal=zone']

function expansionOf({ cloud, components: settings }: { readonly cloud: string; readonly components: Loose }) {
  const environment = aLooseEnvironment()
  const zones =
    cloud === 'azure'
      ? () => ['1', '2', '3']
      : (region: string) => ['a', 'b', 'c'].map((each) => region + (cloud === 'gcp' ? `-${each}` : each))
  const clusters = ['us-east-1', 'us-east-2', 'us-west-2'].map((region, i) => ({
    ...aLooseCluster(i, region),
    cloud,
    zones: zones(region),
  }))
  return runEnvironment({ ...environment, spec: { ...(environment.spec as Loose), clusters, components: settings } })
    .expanded
}

/** Settings with the values that a schema lets one choose from: `vault/seal/type=transit`, `vault/host`. */
function settingsIn(schema: Json | undefined, path: string): readonly string[] {
  if (!isObject(schema)) return []
  const choices: Json = schema.type === 'boolean' ? [true, false] : (schema.enum ?? null)
  if (Array.isArray(choices)) return choices.map((each) => `${path}=${String(each)}`)
  if (!isObject(schema.properties)) return [path]
  return Object.entries(schema.properties).flatMap(([key, each]) => settingsIn(each, `${path}/${key}`))
}

function saidIn(value: Json, path: string): readonly string[] {
  const inside = isObject(value) ? Object.entries(value).flatMap(([key, each]) => saidIn(each, `${path}/${key}`)) : []
  return [path, `${path}=${String(value)}`, ...inside]
}

test('each setting and each choice of every component is in one of them', () => {
  const all = components.flatMap((each) => settingsIn(each.settings.literal as JsonObject, each.name))
  const said = new Set(
    Object.values(VARIANTS).flatMap((each) =>
      Object.entries(each.components).flatMap(([name, own]) => saidIn(own, name)),
    ),
  )
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter((each) => !said.has(each))).toEqual(REFUSED)
})

if (!hasCrds)
  console.warn(`no CustomResourceDefinitions in ${crdFolder}: rendered objects are not checked against them`)

// The first one compiles the schemas of all kinds.
describe.each(Object.entries(VARIANTS))('%s', { timeout: 120_000 }, (_, variant) => {
  test('has no errors, and whatever its schemas know passes them', () => {
    const { findings, environments } = expansionOf(variant)
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    const objects = environments.flatMap(({ plan }) =>
      [...plan.support, ...plan.policies, ...plan.bindings].map((each) => each.object),
    )
    expect(objects.length).toBeGreaterThan(5)
    expect(danglingReferences(objects)).toEqual([])
    if (hasCrds) expect(objects.flatMap((each) => inspectObject(each).errors)).toEqual([])
  })
})
