import type { Component } from '../../../../engine/model/component.ts'
import type { SourceFile } from '../../../../engine/model/document.ts'
import type { Finding } from '../../../../engine/model/finding.ts'
import { sortFindings } from '../../../../engine/model/finding.ts'
import { schemaOf } from '../../../../engine/model/schema.ts'
import { load } from '../../../../engine/stages/load.ts'
import type { Validated } from '../../../../engine/stages/validate.ts'
import { validate } from '../../../../engine/stages/validate.ts'

export const ENVIRONMENT = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters:
    - name: cluster1
      cloud: aws
      region: us-east-1
      network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 }
    - name: cluster2
      cloud: azure
      region: eastus
      labels: { tier: edge }
      network: { pods: 10.132.0.0/14, services: 172.29.0.0/16, machines: 10.1.0.0/16 }
  components:
    tunnel: {}
    vault: { replicas: 5 }
`

export const PLACEMENT = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: members }
spec:
  environment: gdw
  policies: [tunnel, vault]
  clusters: { all: true }
`

export const CONFIGURATION = `apiVersion: isthmus.dev/v1alpha1
kind: Configuration
`

export const DEFINITION = `apiVersion: isthmus.dev/v1alpha1
kind: AuthoredPolicy
`

export const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
`

function aComponent(name: string, change: Partial<Component> = {}): Component {
  const settings = schemaOf<unknown>({
    type: 'object',
    additionalProperties: false,
    properties: {
      replicas: { type: 'integer', minimum: 1, maximum: 9, default: 3, description: 'Voters of each region.' },
      storage: {
        type: 'object',
        discriminator: { propertyName: 'kind' },
        required: ['kind'],
        oneOf: [
          { properties: { kind: { const: 'class' }, name: { type: 'string', minLength: 1 } }, required: ['name'] },
          { properties: { kind: { const: 'local' }, path: { type: 'string' } }, required: ['path'] },
        ],
      } as never,
      size: {
        anyOf: [
          { type: 'integer', minimum: 1 },
          { type: 'object', required: ['gib'], properties: { gib: { type: 'integer' } } },
        ],
      },
    },
  })
  return { name, summary: name, needs: [], stateful: false, settings, expand: () => [], check: () => [], ...change }
}

export const COMPONENTS: readonly Component[] = [
  aComponent('tunnel'),
  aComponent('certs'),
  aComponent('vault', { stateful: true, needs: ['tunnel'] }),
]

/** Files of a repository: the good ones, with these put in their place, added, or (undefined) left out. */
export function aRepository(change: Readonly<Record<string, string | undefined>> = {}): readonly SourceFile[] {
  const all = { 'environments/gdw.yaml': ENVIRONMENT, 'placements/gdw.yaml': PLACEMENT, ...change }
  return Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]))
}

/** Everything that loading and validating finds, in reading order. */
export function validateFiles(files: readonly SourceFile[], unread: readonly string[] = []): Validated {
  const loaded = load(files)
  const { desired, findings } = validate(loaded.documents, COMPONENTS, unread)
  return { desired, findings: sortFindings([...loaded.findings, ...findings]) }
}

/** `rule @ text` for each finding: what stands at its place, up to the length of a word. */
export function pointedAt(files: readonly SourceFile[], findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, file, line, column }) => {
    const text =
      files
        .find((each) => each.path === file)
        ?.text.split('\n')
        [line - 1]?.slice(column - 1) ?? ''
    return `${rule} @ ${/^[^\s,:[\]{}]*|^./.exec(text)?.[0] || text.charAt(0)}`
  })
}

/** Files to put in place of the good ones. */
export type Change = Readonly<Record<string, string | undefined>>

export const inEnvironment = (from: string, to: string): Change => ({
  'environments/gdw.yaml': ENVIRONMENT.replace(from, to),
})
export const inPlacement = (from: string, to: string): Change => ({
  'placements/gdw.yaml': PLACEMENT.replace(from, to),
})
export const inConfiguration = (text: string): Change => ({ 'isthmus.yaml': CONFIGURATION + text })
export const other = (from: string, to: string): Change => ({
  'environments/other.yaml': ENVIRONMENT.replaceAll('gdw', 'other')
    .replaceAll('cluster1', 'east')
    .replaceAll('cluster2', 'west')
    .replace('  components:\n    tunnel: {}\n    vault: { replicas: 5 }', '  components: {}')
    .replace(from, to),
})
