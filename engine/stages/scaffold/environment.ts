import type { CompleteCluster, CompleteSetup } from '../../model/complete-setup.ts'
import type { Component } from '../../model/component.ts'
import type { SourceFile } from '../../model/document.ts'
import { API_VERSION } from '../../model/environment.ts'
import { scalar } from './scalar.ts'
import { schemaHeader } from './schema-header.ts'

/** The environment and the placement of its components (none where it uses none), as a person would write them. */
export function environmentFiles(setup: CompleteSetup, all: readonly Component[]): readonly SourceFile[] {
  return [
    { path: `environments/${setup.name}.yaml`, text: environmentText(setup, all) },
    ...(setup.components.length === 0 ? [] : [{ path: `placements/${setup.name}.yaml`, text: placementText(setup) }]),
  ]
}

function environmentText(setup: CompleteSetup, all: readonly Component[]): string {
  const { name, domain, survive } = setup
  const base = scalar(domain)
  return [
    `${schemaHeader(`environments/${name}.yaml`, 'Environment')}# One stretched platform. \`isthmus explain environment.spec\` says what else may stand here.`,
    `apiVersion: ${API_VERSION}`,
    'kind: Environment',
    'metadata:',
    `  name: ${scalar(name)}`,
    'spec:',
    `  hub: { namespace: ${scalar(setup.namespace)}, clusterSet: ${scalar(setup.clusterSet)} }`,
    `  domain: { base: ${base} }        # global.${domain} and apps.<cluster>.${domain} follow`,
    `  survive: ${survive}${survive === 'region' ? '                   # any region may be lost' : '              # any region may be lost, and one more node with it'}`,
    ...(setup.production ? [] : ['  production: false                # no warnings for images that are not pinned']),
    '  # Networks cannot be changed once a cluster is installed, and none may overlap another: the tunnel routes by address.',
    '  clusters:',
    ...setup.clusters.flatMap(clusterLines),
    ...componentLines(setup, all),
    '',
  ].join('\n')
}

function clusterLines({ name, cloud, region, zones, network }: CompleteCluster): readonly string[] {
  const { pods, services, machines } = network
  return [
    `    - name: ${scalar(name)}`,
    `      cloud: ${cloud}`,
    `      region: ${scalar(region)}`,
    ...(zones.length === 0 ? [] : [`      zones: [${zones.map(scalar).join(', ')}]`]),
    `      network: { pods: ${pods}, services: ${services}, machines: ${machines} }`,
  ]
}

/** Each with what it is for; `{}` is enough for every one of them. */
function componentLines({ components, provision }: CompleteSetup, all: readonly Component[]): readonly string[] {
  const used = all.filter((each) => components.includes(each.name))
  if (used.length === 0) return ['  components: {}']
  const lines = used.map(({ name, provides = [], summary }) => {
    const isInstalled = provision === 'hive' && provides.includes('cluster-labels')
    return [`    ${name}: ${isInstalled ? '{ provision: hive }' : '{}'}`, summary.replace(/\.$/, '')] as const
  })
  const width = Math.max(...lines.map(([line]) => line.length))
  return ['  components:', ...lines.map(([line, summary]) => `${line.padEnd(width + 2)}# ${summary}`)]
}

function placementText({ name, components }: CompleteSetup): string {
  const path = `placements/${name}.yaml`
  return [
    `${schemaHeader(path, 'PolicyPlacement')}# Member policies go to every cluster of the environment, hub policies to the hub itself (local-cluster).`,
    `apiVersion: ${API_VERSION}`,
    'kind: PolicyPlacement',
    'metadata:',
    `  name: ${scalar(`${name}-members`)}`,
    'spec:',
    `  environment: ${scalar(name)}`,
    `  policies: [${components.map(scalar).join(', ')}]`,
    '  clusters: { all: true }',
    '  remediationAction: inform          # report first; enforce lets RHACM change clusters',
    '',
  ].join('\n')
}
