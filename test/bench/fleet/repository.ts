import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FleetShape {
  readonly clusters: number
  readonly policies: number
  /** Environments that share the clusters out evenly; each has a namespace of its own. */
  readonly environments?: number
  readonly rendering?: 'concrete' | 'templated'
  /** So many of the policies hold a value of each cluster. */
  readonly differing?: number
}

export function clusterName(i: number): string {
  return `c${String(i + 1).padStart(4, '0')}`
}

export function policyName(i: number): string {
  return `app-${i}`
}

/** Name of an environment, and of its folder; with one alone it is `fleet`. */
export function environmentName(shape: FleetShape, i: number): string {
  return (shape.environments ?? 1) === 1 ? 'fleet' : `fleet-${i + 1}`
}

/** Indexes of the clusters of an environment. */
export function clustersOf(shape: FleetShape, environment: number): readonly number[] {
  const each = Math.ceil(shape.clusters / (shape.environments ?? 1))
  const from = environment * each
  return Array.from({ length: Math.min(each, shape.clusters - from) }, (_, i) => from + i)
}

/** Writes, expands and commits a desired-state repository of authored policies of about 1.6 KB each. */
export function writeFleet(folder: string, shape: FleetShape, isthmus: (args: readonly string[]) => void): void {
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (let i = 0; i < shape.policies; i++) {
    const differs = i < (shape.differing ?? 0)
    const values = differs ? 'spec: { values: { place: { type: string, from: cluster.region } } }\n' : ''
    write(`policies/${policyName(i)}/policy.yaml`, `apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n${values}`)
    write(`policies/${policyName(i)}/objects.yaml`, `${manifest(i)}${differs ? '  place: $(values.place)\n' : ''}`)
  }
  for (let i = 0; i < (shape.environments ?? 1); i++) {
    const name = environmentName(shape, i)
    write(`environments/${name}.yaml`, environment(shape, i))
    write(`placements/${name}.yaml`, placement(shape, name))
  }
  write('isthmus.yaml', configuration())
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' })
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'bench')
  git('config', 'user.email', 'bench@example.com')
  isthmus(['expand', '--quiet', '-C', folder])
  git('add', '-A')
  git('commit', '-q', '-m', 'Desired state')
}

function configuration(): string {
  return [
    'apiVersion: isthmus.dev/v1alpha1',
    'kind: Configuration',
    'forge: { type: local }',
    'author: { name: isthmus, email: isthmus@example.com }',
    '',
  ].join('\n')
}

/** Networks of their own for 4,000 clusters. */
function cluster(i: number): string {
  const at = (first: string, offset: number) => `${first}.${(offset >> 8) & 255}.${offset & 255}`
  const pods = `10.${(i * 4) >> 8}.${(i * 4) & 255}.0/22`
  const machines = `10.${128 + ((i * 8) >> 8)}.${(i * 8) & 255}.0/21`
  const services = `172.${at(String(16 + (i >> 8)), (i & 255) << 8)}/24`
  const region = `region-${i + 1}`
  const network = `{ pods: ${pods}, services: ${services}, machines: ${machines}, hostPrefix: 26 }`
  return `    - { name: ${clusterName(i)}, cloud: aws, region: ${region}, zones: [${region}a], network: ${network} }`
}

function environment(shape: FleetShape, i: number): string {
  const name = environmentName(shape, i)
  return [
    'apiVersion: isthmus.dev/v1alpha1',
    'kind: Environment',
    `metadata: { name: ${name} }`,
    'spec:',
    `  hub: { namespace: isthmus-${name}, clusterSet: ${name} }`,
    '  domain: { base: example.com }',
    '  production: false',
    `  rendering: ${shape.rendering ?? 'concrete'}`,
    '  clusters:',
    ...clustersOf(shape, i).map(cluster),
    '  components: {}',
    '',
  ].join('\n')
}

function placement(shape: FleetShape, name: string): string {
  const policies = Array.from({ length: shape.policies }, (_, i) => policyName(i)).join(', ')
  const spec = `{ environment: ${name}, policies: [${policies}], clusters: { all: true } }`
  return `apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: ${name}-all }\nspec: ${spec}\n`
}

function manifest(i: number): string {
  const labels = `{ app.kubernetes.io/name: ${policyName(i)}, app.kubernetes.io/part-of: fleet }`
  return [
    'apiVersion: v1',
    'kind: ConfigMap',
    `metadata: { name: ${policyName(i)}, namespace: fleet-system, labels: ${labels} }`,
    'data:',
    '  log_level: info',
    ...Array.from({ length: 16 }, (_, j) => `  setting_${j}: value of setting ${j} of application ${i}`),
    '',
  ].join('\n')
}
