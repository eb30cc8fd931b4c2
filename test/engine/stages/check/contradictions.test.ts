import { expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { aRepository, COMPONENTS, DEFINITION, ENVIRONMENT } from '../validate/a-repository.ts'

const map = (data: string, name = 'a') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: default }\ndata:\n  ${data}\n`
const definition = (name: string) => DEFINITION.replaceAll('mine', name)
const generator = (more: string) => `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: isthmus-gdw, remediationAction: enforce }
policies: [{ name: other, ${more}, manifests: [{ path: m/b.yaml }] }]
`
const placement = (name: string, clusters: string, action: string) => `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: ${name} }
spec: { environment: gdw, policies: [${name}], clusters: ${clusters}, remediationAction: ${action} }
`
const [ALL, ONE, REST] = ['{ all: true }', '{ names: [cluster1] }', '{ names: [cluster2] }']

interface Second {
  readonly manifest: string
  readonly clusters?: string
  /** Clusters of `mine`. */
  readonly mine?: string
  readonly action?: string
  readonly files?: Readonly<Record<string, string | undefined>>
}

/** The policy `mine` wants `mode: fast`, the policy `other` what is given. */
function found({ manifest, clusters = ALL, mine = ALL, action = 'enforce', files = {} }: Second): readonly string[] {
  const repository = aRepository({
    'environments/gdw.yaml': ENVIRONMENT.replace(/ {2}components:\n( {4}.*\n)+/, '  components: {}\n'),
    'placements/gdw.yaml': undefined,
    'policies/mine/policy.yaml': DEFINITION,
    'policies/mine/a.yaml': map('mode: fast'),
    'placements/mine.yaml': placement('mine', mine, 'enforce'),
    'policies/other/policy.yaml': definition('other'),
    'policies/other/a.yaml': manifest,
    'placements/other.yaml': placement('other', clusters, action),
    ...files,
  })
  return expandAll({ files: repository, findings: [] }, COMPONENTS)
    .findings.filter((each) => each.severity !== 'info')
    .map(({ rule, severity, file, line, message }) => `${rule} ${severity} ${file}:${line} ${message}`)
}

const BOTH = 'policy other: ConfigMap default/a is wanted with another data.mode than policy mine wants'

test.each<[string, Second, readonly string[]]>([
  [
    'both enforced on the same clusters',
    { manifest: map('mode: slow') },
    [`policy/contradiction error policies/other/a.yaml:5 ${BOTH}: each overwrites the other’s for ever`],
  ],
  [
    'both on one cluster',
    { manifest: map('mode: slow'), clusters: ONE },
    [`policy/contradiction error policies/other/a.yaml:5 ${BOTH}: each overwrites the other’s for ever`],
  ],
  [
    'where one of them is on fewer clusters',
    { manifest: map('mode: slow'), mine: ONE },
    [`policy/contradiction error policies/other/a.yaml:5 ${BOTH} on cluster1: each overwrites the other’s for ever`],
  ],
  [
    'one of them only reported',
    { manifest: map('mode: slow'), clusters: ONE, action: 'inform' },
    [`policy/contradiction warning policies/other/a.yaml:5 ${BOTH}: one of them never holds`],
  ],
  ['each on clusters of its own', { manifest: map('mode: slow'), clusters: REST, mine: ONE }, []],
  ['the same value', { manifest: map('mode: fast') }, []],
  ['another field', { manifest: map('size: "3"') }, []],
  ['another object', { manifest: map('mode: slow', 'b') }, []],
  ['the same number, as a text', { manifest: map('mode: fast\n  size: "3"') }, []],
  ['what a template gives', { manifest: map(`mode: '{{ "slow" }}'`) }, []],
  ['an object of every namespace', { manifest: map('mode: slow').replace(', namespace: default', '') }, []],
  [
    'two templates of one policy',
    { manifest: map('mode: slow', 'b'), files: { 'policies/other/b.yaml': map('mode: fast', 'b') } },
    [
      'policy/contradiction error policies/other/b.yaml:5 policy other: ConfigMap default/b is wanted with another data.mode than another template of it wants: each overwrites the other’s for ever',
    ],
  ],
  [
    'one that waits may be meant to take the other’s place',
    {
      manifest: map('mode: slow'),
      clusters: ONE,
      files: {
        'policies/other/policy.yaml': undefined,
        'policies/other/a.yaml': undefined,
        'policies/other/g.yaml': generator('dependencies: [{ name: mine }]'),
        'policies/other/m/b.yaml': map('mode: slow'),
      },
    },
    [`policy/contradiction warning policies/other/g.yaml:5 ${BOTH}: each overwrites the other’s for ever`],
  ],
])('%s', (_, second, wanted) => {
  expect(found(second)).toEqual(wanted)
})
