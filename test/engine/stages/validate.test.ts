import { describe, expect, test } from 'vitest'
import { catalogSchema } from '../../../engine/model/catalog.ts'
import { load } from '../../../engine/stages/load.ts'
import { validate } from '../../../engine/stages/validate.ts'
import {
  aRepository,
  CONFIGURATION,
  DEFINITION,
  ENVIRONMENT,
  MANIFEST,
  PLACEMENT,
  pointedAt,
  validateFiles,
} from './validate/a-repository.ts'

type Change = Readonly<Record<string, string | undefined>>

const inEnvironment = (from: string, to: string): Change => ({ 'environments/gdw.yaml': ENVIRONMENT.replace(from, to) })
const inPlacement = (from: string, to: string): Change => ({ 'placements/gdw.yaml': PLACEMENT.replace(from, to) })
const inConfiguration = (text: string): Change => ({ 'isthmus.yaml': CONFIGURATION + text })
const other = (from: string, to: string): Change => ({
  'environments/other.yaml': ENVIRONMENT.replaceAll('gdw', 'other')
    .replaceAll('cluster1', 'east')
    .replaceAll('cluster2', 'west')
    .replace('  components:\n    tunnel: {}\n    vault: { replicas: 5 }', '  components: {}')
    .replace(from, to),
})

describe('a good repository', () => {
  test('has no findings, and its defaults are filled in', () => {
    const files = aRepository({
      ...inConfiguration(
        'forge: { type: github, repository: a/b, token: { env: TOKEN } }\nchats:\n  - { type: slack, url: { env: CHAT } }\n',
      ),
      'catalog.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: a/b@sha256:0 }\n',
    })
    const { desired, findings } = validateFiles(files)
    expect(findings).toEqual([])
    expect(desired.environments[0]?.value.spec).toMatchObject({
      survive: 'region',
      rendering: 'concrete',
      components: { tunnel: { replicas: 3 }, vault: { replicas: 5 } },
      clusters: [{ zones: [], labels: {}, network: { hostPrefix: 23 } }, { labels: { tier: 'edge' } }],
    })
    expect(desired.placements[0]?.value.spec).toMatchObject({
      api: 'PlacementRule',
      remediationAction: 'inform',
      rollout: 'by-region',
    })
    expect(desired.configuration?.value).toMatchObject({
      propose: 'follow-up',
      author: { name: 'Isthmus bot' },
      limits: { openProposals: 10, newProposalsPerHour: 2 },
      drift: { observations: 1 },
    })
    expect(desired.catalog?.value).toMatchObject({ images: { vault: 'a/b@sha256:0' } })
  })

  test('documents are not changed by their defaults', () => {
    const { documents } = load(aRepository())
    const before = JSON.stringify(documents.map((each) => each.value))
    validate(documents, [])
    expect(JSON.stringify(documents.map((each) => each.value))).toBe(before)
  })

  test('an authored policy is gathered with its manifests', () => {
    const files = aRepository({
      ...inPlacement('tunnel,', 'tunnel, mine,'),
      'policies/mine/policy.yaml': DEFINITION,
      'policies/mine/deep/a.yaml': MANIFEST,
    })
    const { desired, findings } = validateFiles(files)
    expect(findings).toEqual([])
    const [folder] = desired.authored
    expect(folder?.policy?.value.spec).toMatchObject({
      severity: 'medium',
      complianceType: 'musthave',
      pruneObjectBehavior: 'None',
      stateful: false,
    })
    expect(folder?.manifests.map((each) => each.file)).toEqual(['policies/mine/deep/a.yaml'])
  })
})

describe('by schema: each finding at the key or value to change', () => {
  test.each<[string, Change, readonly string[]]>([
    ['an unknown key', inEnvironment('labels:', 'lables:'), ['schema/unknown-key @ lables']],
    ['a misspelt required key, once', inEnvironment('  domain:', '  domian:'), ['schema/unknown-key @ domian']],
    ['a missing key', inEnvironment('      region: us-east-1\n', ''), ['schema/missing-key @ name']],
    ['a number for text', inEnvironment('example.com', '1.5'), ['schema/wrong-type @ 1.5']],
    ['text for a list', inPlacement('[tunnel, vault]', 'tunnel'), ['schema/wrong-type @ tunnel']],
    ['nothing for a map', inEnvironment('tunnel: {}', 'tunnel:'), ['schema/wrong-type @ tunnel']],
    ['a word that is none of the choices', inEnvironment('cloud: aws', 'cloud: awz'), ['schema/not-allowed @ awz']],
    [
      'a name that Kubernetes refuses',
      inEnvironment('name: cluster1', 'name: Cluster_1'),
      ['schema/pattern @ Cluster_1'],
    ],
    ['a name too long', inPlacement('members', 'm'.repeat(64)), [`schema/limit @ ${'m'.repeat(64)}`]],
    ['an empty list', inPlacement('[tunnel, vault]', '[]'), ['schema/limit @ [']],
    ['a setting of the wrong type', inEnvironment('replicas: 5', 'replicas: "5"'), ['schema/wrong-type @ "5"']],
    ['a setting too large', inEnvironment('replicas: 5', 'replicas: 10'), ['schema/limit @ 10']],
    ['an unknown setting', inEnvironment('replicas: 5', 'replica: 5'), ['schema/unknown-key @ replica']],
    [
      'one form of a discriminated union',
      inEnvironment('replicas: 5', 'storage: { kind: local }'),
      ['schema/missing-key @ storage'],
    ],
    [
      'no form of a discriminated union',
      inEnvironment('replicas: 5', 'storage: { kind: cloud }'),
      ['schema/no-form @ {'],
    ],
    ['the form that was meant', inEnvironment('replicas: 5', 'size: { gib: x }'), ['schema/wrong-type @ x']],
    [
      'several at once',
      inEnvironment('cloud: aws', 'cloud: awz\n      zone: a'),
      ['schema/not-allowed @ awz', 'schema/unknown-key @ zone'],
    ],
    [
      'settings also where the environment is wrong',
      {
        'environments/gdw.yaml': ENVIRONMENT.replace('cloud: aws', 'cloud: awz').replace('replicas: 5', 'replicas: 0'),
      },
      ['schema/not-allowed @ awz', 'schema/limit @ 0'],
    ],
    [
      'a selector of labels that are no text',
      inPlacement('{ all: true }', '{ selector: { matchLabels: { tier: 5 } } }'),
      ['schema/wrong-type @ 5'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test.each<[string, Change, string]>([
    ['an unknown key', inEnvironment('  domain:', '  domian:'), 'did you mean `domain`?'],
    ['a choice', inEnvironment('cloud: aws', 'cloud: awz'), 'did you mean `aws`?'],
    ['a number for text', inEnvironment('example.com', '1.5'), 'put it in quotes: "1.5"'],
    ['nothing for a map', inEnvironment('tunnel: {}', 'tunnel:'), 'write `{}` where nothing is to be set'],
    ['a name', inEnvironment('name: cluster1', 'name: Cluster_1'), 'for example `cluster-1`'],
    ['a number out of range', inEnvironment('replicas: 5', 'replicas: 10'), 'Voters of each region'],
  ])('the remedy for %s', (_, change, hint) => {
    expect(validateFiles(aRepository(change)).findings.map((each) => each.hint)).toEqual([hint])
  })
})

describe('documents', () => {
  test.each<[string, Change, readonly string[]]>([
    ['a list', { 'environments/x.yaml': '- a\n' }, ['document/not-a-map @ -']],
    ['no kind', { 'environments/x.yaml': 'metadata: {}\n' }, ['document/no-kind @ metadata']],
    [
      'an unknown kind',
      { 'environments/x.yaml': ENVIRONMENT.replace('Environment', 'Enviroment') },
      ['document/unknown-kind @ Enviroment'],
    ],
    [
      'another apiVersion',
      { 'placements/gdw.yaml': `${PLACEMENT}---\n${PLACEMENT.replace('v1alpha1', 'v1')}` },
      ['document/api-version @ isthmus.dev/v1'],
    ],
    ['no apiVersion', { 'isthmus.yaml': 'kind: Configuration\n' }, ['document/api-version @ kind']],
    [
      'a kind in the wrong place',
      { 'environments/x.yaml': CONFIGURATION },
      ['document/misplaced-kind @ Configuration'],
    ],
    [
      'two configurations',
      { 'isthmus.yaml': `${CONFIGURATION}---\n${CONFIGURATION}` },
      ['document/second @ Configuration'],
    ],
    [
      'no environments',
      { 'environments/gdw.yaml': undefined, 'placements/gdw.yaml': undefined },
      ['environment/none @ '],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test('what refers to a document that does not parse is not reported as well', () => {
    const files = aRepository(inEnvironment('{ name: gdw }', '{ name: gdw'))
    const { desired, findings } = validateFiles(files)
    expect(pointedAt(files, findings)).toEqual(['yaml/syntax @ {'])
    expect(desired.environments).toEqual([])
  })

  test('what refers to an environment that is not valid is not reported as well', () => {
    const files = aRepository(inEnvironment('cloud: aws', 'cloud: awz'))
    expect(validateFiles(files).desired.environments).toEqual([])
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(['schema/not-allowed @ awz'])
  })
})

describe('environments', () => {
  test.each<[string, Change, readonly string[]]>([
    [
      'an unknown component',
      inEnvironment('tunnel: {}', 'tunnel: {}\n    cert: {}'),
      ['environment/unknown-component @ cert'],
    ],
    [
      'a component without what it needs',
      { ...inEnvironment('    tunnel: {}\n', ''), ...inPlacement('tunnel, ', '') },
      ['environment/needs-component @ vault'],
    ],
    ['a component that no placement names', inPlacement('tunnel, ', ''), ['environment/unplaced-component @ tunnel']],
    ['two of one name', other('{ name: other }', '{ name: gdw }'), ['environment/duplicate-name @ gdw']],
    [
      'two of one hub namespace',
      other('isthmus-other', 'isthmus-gdw'),
      ['environment/duplicate-namespace @ isthmus-gdw'],
    ],
    [
      'two of one cluster set',
      other('clusterSet: other', 'clusterSet: gdw'),
      ['environment/duplicate-cluster-set @ gdw'],
    ],
    [
      'a cluster in two environments',
      other('name: east', 'name: cluster1'),
      ['environment/duplicate-cluster @ cluster1'],
    ],
    [
      'two clusters of one name',
      inEnvironment('name: cluster2', 'name: cluster1'),
      ['environment/duplicate-cluster @ cluster1'],
    ],
    [
      'the hub as a cluster',
      inEnvironment('name: cluster2', 'name: local-cluster'),
      ['environment/hub-as-cluster @ local-cluster'],
    ],
    [
      'a hub namespace that belongs to a cluster',
      inEnvironment('isthmus-gdw', 'cluster2'),
      ['environment/namespace-is-cluster @ cluster2'],
    ],
    [
      'a hub namespace of another environment’s cluster',
      other('isthmus-other', 'cluster2'),
      ['environment/namespace-is-cluster @ cluster2'],
    ],
    ['a label of our own', inEnvironment('tier: edge', 'region: here'), ['environment/reserved-label @ region']],
    ['a label value that Kubernetes refuses', inEnvironment('tier: edge', 'tier: "a b"'), ['environment/label @ "a']],
    ['a label key that Kubernetes refuses', inEnvironment('tier: edge', '-tier: edge'), ['environment/label @ -tier']],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })
})

describe('placements', () => {
  const selector = (text: string) => inPlacement('{ all: true }', `{ selector: ${text} }`)
  const second = (from: string, to: string) => ({
    'placements/two.yaml': PLACEMENT.replace('members', 'two').replace('[tunnel, vault]', '[certs]').replace(from, to),
  })
  const withCerts = inEnvironment('tunnel: {}', 'tunnel: {}\n    certs: {}')
  test.each<[string, Change, readonly string[]]>([
    [
      'an unknown environment',
      { ...inPlacement('environment: gdw', 'environment: gwd') },
      [
        'environment/unplaced-component @ tunnel',
        'environment/unplaced-component @ vault',
        'placement/unknown-environment @ gwd',
      ],
    ],
    ['an unknown policy', inPlacement('tunnel,', 'tunnel, tunel,'), ['placement/unknown-policy @ tunel']],
    ['a component that is not used', inPlacement('tunnel,', 'tunnel, certs,'), ['placement/unused-component @ certs']],
    [
      'a policy twice in one placement',
      inPlacement('tunnel,', 'tunnel, tunnel,'),
      ['placement/duplicate-policy @ tunnel'],
    ],
    [
      'a policy twice over two placements',
      { ...withCerts, ...second('[certs]', '[certs, vault]') },
      ['placement/duplicate-policy @ vault'],
    ],
    [
      'two placements of one name',
      { ...withCerts, ...second('name: two', 'name: members') },
      ['placement/duplicate-name @ members'],
    ],
    [
      'a selector that selects nothing',
      { ...withCerts, ...second('{ all: true }', '{ selector: { matchLabels: { region: eu } } }') },
      ['placement/selects-nothing @ selector'],
    ],
    [
      'an unknown cluster',
      { ...withCerts, ...second('{ all: true }', '{ names: [cluster1, cluster3] }') },
      ['placement/unknown-cluster @ cluster3'],
    ],
    [
      'a cluster named twice',
      { ...withCerts, ...second('{ all: true }', '{ names: [cluster1, cluster1] }') },
      ['placement/duplicate-cluster @ cluster1'],
    ],
    [
      'two ways to select',
      inPlacement('{ all: true }', '{ all: true, names: [cluster1] }'),
      ['placement/selection-combined @ names'],
    ],
    [
      'a stateful component on some clusters',
      inPlacement('{ all: true }', '{ names: [cluster1] }'),
      ['placement/stateful-partial @ vault'],
    ],
    ['a stateful component by a selector of all', selector('{ matchLabels: { vendor: OpenShift } }'), []],
    ['a stateful component by way of the hub', inPlacement('{ all: true }', '{ hub: true }'), []],
    [
      'In without values',
      selector('{ matchExpressions: [{ key: name, operator: In }] }'),
      ['placement/selector-values @ {'],
    ],
    [
      'Exists with values',
      selector('{ matchExpressions: [{ key: name, operator: Exists, values: [a] }] }'),
      ['placement/selector-values @ values'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test.each<[string, Change, string]>([
    ['the nearest cluster', inPlacement('{ all: true }', '{ names: [clustre1] }'), 'did you mean `cluster1`?'],
    [
      'the hub',
      inPlacement('{ all: true }', '{ names: [local-cluster] }'),
      'write `clusters: { hub: true }` for the hub',
    ],
    [
      'the values that a label has',
      selector('{ matchLabels: { cloud: gcp } }'),
      'on its clusters `cloud` is Amazon, Azure',
    ],
    [
      'the nearest label',
      selector('{ matchLabels: { regoin: x } }'),
      'no cluster has the label `regoin`; did you mean `region`?',
    ],
  ])('the remedy names %s', (_, change, hint) => {
    expect(validateFiles(aRepository(change)).findings.map((each) => each.hint)).toContain(hint)
  })
})

describe('authored policies', () => {
  const named = inPlacement('tunnel,', 'tunnel, mine,')
  test.each<[string, Change, readonly string[]]>([
    ['no definition', { ...named, 'policies/mine/a.yaml': MANIFEST }, ['policy/no-definition @ mine']],
    ['no definition, and no placement', { 'policies/mine/a.yaml': MANIFEST }, []],
    [
      'a definition that is wrong, once',
      {
        ...named,
        'policies/mine/a.yaml': MANIFEST,
        'policies/mine/policy.yaml': `${DEFINITION}spec: { stateful: maybe }\n`,
      },
      ['schema/wrong-type @ maybe'],
    ],
    ['no manifest', { ...named, 'policies/mine/policy.yaml': DEFINITION }, ['policy/empty @ AuthoredPolicy']],
    [
      'two definitions',
      { ...named, 'policies/mine/policy.yaml': `${DEFINITION}---\n${DEFINITION}` },
      ['policy/second-definition @ AuthoredPolicy'],
    ],
    [
      'no placement',
      { 'policies/mine/policy.yaml': DEFINITION, 'policies/mine/a.yaml': MANIFEST },
      ['policy/unplaced @ AuthoredPolicy'],
    ],
    [
      'a folder named like a component',
      { 'policies/vault/a.yaml': MANIFEST },
      ['policy/named-like-component @ apiVersion'],
    ],
    ['a folder whose name is no name', { 'policies/My Own/a.yaml': MANIFEST }, ['policy/name @ apiVersion']],
    ['a file in no folder', { 'policies/a.yaml': MANIFEST }, ['policy/outside-folder @ apiVersion']],
    [
      'what is no Kubernetes object',
      { ...named, 'policies/mine/policy.yaml': DEFINITION, 'policies/mine/a.yaml': 'kind: ConfigMap\n' },
      ['policy/not-a-manifest @ kind'],
    ],
    [
      'a generator file that a placement names',
      { ...named, 'policies/mine/a.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n' },
      ['policy/generator-unsupported @ PolicyGenerator'],
    ],
    [
      'a generator file that no placement names',
      { 'policies/mine/a.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n' },
      [],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })
})

describe('configuration and secrets', () => {
  const vaultToken = ['hvs', 'CAESIJzX2m4yQ8sT1aBcDeFgHiJk'].join('.')
  test.each<[string, Change, readonly string[]]>([
    [
      'a token in plain text',
      inConfiguration('forge: { type: github, repository: a/b, token: plain-words }\n'),
      ['secret/inline @ plain-words'],
    ],
    [
      'a known token, once',
      inConfiguration(`forge: { type: github, repository: a/b, token: ${vaultToken} }\n`),
      [`secret/inline @ ${vaultToken}`],
    ],
    [
      'an address that is neither reference nor URL',
      inConfiguration('chats: [{ type: slack, url: plain-words }]\n'),
      ['secret/inline @ plain-words'],
    ],
    [
      'two ways to a secret',
      inConfiguration('chats: [{ type: webhook, url: "https://a", secret: { env: A, file: b } }]\n'),
      ['secret/reference @ {'],
    ],
    [
      'no way to a secret',
      inConfiguration('chats: [{ type: webhook, url: "https://a", secret: {} }]\n'),
      ['secret/reference @ {'],
    ],
    [
      'a token in any other text',
      inEnvironment('tier: edge', `tier: ${vaultToken}`),
      [`secret/inline-value @ ${vaultToken}`],
    ],
    [
      'a private key',
      inConfiguration('author:\n  name: |\n    -----BEGIN RSA PRIVATE KEY-----\n'),
      ['secret/inline-value @ -----BEGIN'],
    ],
    ['a chat without address', inConfiguration('chats: [{ type: slack }]\n'), ['configuration/incomplete @ {']],
    ['a forge without repository', inConfiguration('forge: { type: github }\n'), ['configuration/incomplete @ {']],
    [
      'a forge of one’s own without address',
      inConfiguration('forge: { type: gitea, repository: a/b }\n'),
      ['configuration/incomplete @ {'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    const { findings } = validateFiles(files)
    expect(pointedAt(files, findings)).toEqual(expected)
    expect(JSON.stringify(findings)).not.toMatch(/plain-words|CAESIJ/)
  })
})

test('prototypes stay as they are, and names of the language are no keys', () => {
  const files = aRepository(
    inEnvironment('labels: { tier: edge }', 'constructor: {}\n      labels: { toString: a, __proto__: { x: z } }'),
  )
  expect(pointedAt(files, validateFiles(files).findings)).toEqual([
    'schema/unknown-key @ constructor',
    'yaml/forbidden-key @ __proto__',
  ])
})

test('filling defaults in leaves the schema itself as it was', () => {
  expect(
    validateFiles(aRepository({ 'catalog.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\n' })).desired.catalog
      ?.value,
  ).toMatchObject({ images: {} })
  expect(JSON.stringify(catalogSchema.literal)).toContain('"default":{}')
})
