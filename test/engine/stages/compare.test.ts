import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { escapeBraces } from '../../../engine/model/traced.ts'
import { compare } from '../../../engine/stages/compare.ts'
import { parseYaml } from '../../../engine/stages/render/yaml.ts'
import { aConfigMap, aPolicy, aTemplate, hold } from './compare/a-policy.ts'

const SETTINGS = aConfigMap({ data: { region: 'us-east-1', replicas: '3' } })

describe('one policy, several templates', () => {
  const asked = [
    aTemplate(aConfigMap({ data: { region: 'us-east-1' } })),
    aTemplate(aConfigMap({ data: { region: 'eu-west-1' } })),
    aTemplate({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'debug', namespace: 'app' } }, 'mustnothave'),
  ]

  test('one verdict each, and one related object for an object of two templates', () => {
    const verdict = compare(aPolicy(asked), [SETTINGS])
    expect(verdict.compliant).toBe('NonCompliant')
    expect(verdict.templates.map((each) => each.compliant)).toEqual(['Compliant', 'NonCompliant', 'Compliant'])
    expect(verdict.relatedObjects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'app',
        name: 'settings',
        compliant: 'NonCompliant',
        reason: 'Resource found but does not match',
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: 'app',
        name: 'debug',
        compliant: 'Compliant',
        reason: 'Resource not found as expected',
      },
    ])
  })

  test.each([
    [
      'a mismatch, then one too many',
      { recordDiff: 'InStatus' },
      'mustnothave',
      {},
      'Resource found but should not exist',
    ],
    ['a mismatch, then an error', {}, 'musthave', { labels: { a: true } }, 'K8s update template error'],
    [
      'a mismatch without a diff, then an error',
      { recordDiff: 'None' },
      'musthave',
      { labels: { a: true } },
      'Resource found but does not match',
    ],
  ])('what the last template notes of an object counts: %s', (_name, rest, complianceType, metadata, reason) => {
    const wrong = aTemplate(aConfigMap({ data: { region: 'eu-west-1' } }), 'musthave', rest)
    const second = aTemplate(aConfigMap({}, metadata), complianceType)
    expect(compare(aPolicy([wrong, second]), [SETTINGS]).relatedObjects.map((each) => each.reason)).toEqual([reason])
  })

  test('differences name the template that they are of', () => {
    const { differences } = compare(aPolicy(asked), [SETTINGS])
    expect(differences).toEqual([
      {
        object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'app', name: 'settings' },
        change: 'different',
        fields: [{ pointer: '/data/region', desired: 'eu-west-1', observed: 'us-east-1' }],
        patch: [{ op: 'replace', path: '/data/region', value: 'eu-west-1' }],
        observed: SETTINGS,
        template: '/spec/object-templates/1',
      },
    ])
  })

  test('the in-memory server keeps what a dry run sent, a real one does not', () => {
    const twice = aPolicy([
      aTemplate(aConfigMap({ data: { region: 'eu-west-1' } })),
      aTemplate(aConfigMap({ data: { region: 'us-east-1' } })),
    ])
    expect(compare(twice, [SETTINGS]).templates.map((each) => each.compliant)).toEqual(['NonCompliant', 'NonCompliant'])
    const live = compare(twice, [SETTINGS], { server: 'live' })
    expect(live.templates.map((each) => each.compliant)).toEqual(['NonCompliant', 'Compliant'])
    expect(compare(twice, [SETTINGS]).templates).toEqual(compare(twice, [SETTINGS]).templates)
  })

  test('labels and annotations that a mustonlyhave definition does not speak of are left alone', () => {
    const there = aConfigMap(
      { data: { region: 'us-east-1' } },
      { labels: { team: 'core' }, annotations: { note: 'x' } },
    )
    const elsewhere = aTemplate(aConfigMap({ data: { region: 'eu-west-1' } }), 'mustonlyhave')
    const labelled = aTemplate(aConfigMap({}, { labels: { team: 'core' }, annotations: { note: 'x' } }))
    const { templates, differences } = compare(aPolicy([elsewhere, labelled]), [there])
    expect(templates.map((each) => each.compliant)).toEqual(['NonCompliant', 'Compliant'])
    expect(differences.flatMap((each) => each.patch.map(({ path }) => path))).toEqual(['/data/region'])
  })

  test('a live `default` namespace keeps its labels, the in-memory one has none', () => {
    const labelled: JsonObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default', labels: { env: 'prod' } },
    }
    expect(hold(labelled, [labelled]).compliant).toBe('NonCompliant')
    expect(hold(labelled, [labelled], { options: { server: 'live' } }).compliant).toBe('Compliant')
  })

  test('several namespaces with different outcomes are told apart', () => {
    const namespaces = ['a', 'b', 'c'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
    const objects = [
      ...namespaces,
      aConfigMap({ data: { x: '1' } }, { namespace: 'a' }),
      aConfigMap({ data: { x: '2' } }, { namespace: 'b' }),
    ]
    const definition: JsonObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { x: '1' },
    }
    const policy = aPolicy([aTemplate(definition)], { namespaceSelector: { include: ['a', 'b', 'c'] } })
    expect(compare(policy, objects).templates).toEqual([
      {
        compliant: 'NonCompliant',
        reason: 'K8s does not have a `must have` object; K8s does not have a `must have` object',
        message:
          'configmaps [settings] not found in namespace c; configmaps [settings] found but not as specified in namespace b',
      },
    ])
  })
})

describe('changes', () => {
  test('an object that is missing', () => {
    const { differences } = hold(SETTINGS, [])
    expect(differences).toMatchObject([{ change: 'missing', fields: [], patch: [], observed: undefined }])
  })

  test('an object that should not be there', () => {
    const { differences } = hold(SETTINGS, [SETTINGS], { complianceType: 'mustnothave' })
    expect(differences).toMatchObject([{ change: 'unexpected', fields: [], patch: [], observed: SETTINGS }])
  })

  test('what nobody asked for has no desired value', () => {
    const asked = aConfigMap({ data: { region: 'us-east-1' } })
    const [difference] = hold(asked, [SETTINGS], { complianceType: 'mustonlyhave' }).differences
    expect(difference?.fields).toEqual([{ pointer: '/data/replicas', desired: undefined, observed: '3' }])
    expect(difference?.patch).toEqual([{ op: 'remove', path: '/data/replicas' }])
  })

  test('list items keep their observed places, and equal amounts and order are left alone', () => {
    const set = (ports: Json, cpu: string) => ({
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { name: 't', namespace: 'app' },
      spec: { ports, cpu },
    })
    const asked = set(
      [
        { name: 'raft', port: 8201 },
        { name: 'https', port: 8200 },
        { name: 'extra', port: 1 },
      ],
      '0.5',
    )
    const there = set(
      [
        { name: 'http', port: 80 },
        { name: 'https', port: 8443 },
        { name: 'raft', port: 8201 },
      ],
      '500m',
    )
    const [difference] = hold(asked, [there]).differences
    expect(difference?.fields).toEqual([
      { pointer: '/spec/ports/1/port', desired: 8200, observed: 8443 },
      { pointer: '/spec/ports/3', desired: { name: 'extra', port: 1 }, observed: undefined },
    ])
    expect(difference?.patch).toHaveLength(2)
  })

  test('missing maps are taken apart into leaves', () => {
    const asked = aConfigMap({ data: { a: '1' } }, { labels: { x: 'y' } })
    const [difference] = hold(asked, [aConfigMap({})]).differences
    expect(difference?.fields.map((field) => field.pointer).sort()).toEqual(['/data/a', '/metadata/labels/x'])
  })

  test("a patch never touches managedFields or kubectl's annotation", () => {
    const noise = {
      managedFields: [{ manager: 'kubectl' }],
      generation: 4,
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'x' },
    }
    const asked = aConfigMap({ data: { a: '1' } }, { annotations: { mine: 'y' } })
    const [difference] = hold(asked, [aConfigMap({ data: { a: '2' } }, noise)]).differences
    expect(difference?.patch.map((operation) => operation.path).sort()).toEqual([
      '/data/a',
      '/metadata/annotations/mine',
    ])
  })
})

describe('templates', () => {
  const said = (definition: JsonObject, objects: readonly JsonObject[], annotations: JsonObject = {}) => {
    const policy = aPolicy([aTemplate(definition)])
    return compare({ ...policy, metadata: { name: 'a-policy', annotations } }, objects).compliant
  }
  const text = (value: string) => aConfigMap({ data: { x: value } })

  test.each([
    '{{ fromSecret "a" "b" "c" }}',
    '{{hub .ManagedClusterName hub}}',
    'a {{ `{{` }} b }} {{ lookup "v1" "Pod" "" "" }}',
    '{{{ `{{` }}',
    '$ocm_encrypted:abc',
    '{{',
  ])('%s cannot be known offline', (value) => {
    expect(said(text(value), [text(value)])).toBe('Unknown')
  })

  test.each(['{{', '{{ .Values.x }}', 'a {{ b }} {{ c', '{{{{ }}', '{{ `x` }}'])(
    'literal %s is compared as it prints',
    (value) => {
      expect(said(text(escapeBraces(value)), [text(value)])).toBe('Compliant')
      expect(said(text(escapeBraces(value)), [text(`${value}!`)])).toBe('NonCompliant')
    },
  )

  test('with templates disabled braces are braces', () => {
    const disabled = { 'policy.open-cluster-management.io/disable-templates': 'true' }
    expect(said(text('{{ x }}'), [text('{{ x }}')], disabled)).toBe('Compliant')
  })

  test('a template that cannot be known does not hide one that can', () => {
    const policy = aPolicy([aTemplate(text('{{ x }}')), aTemplate(SETTINGS)])
    expect(compare(policy, [SETTINGS]).compliant).toBe('Unknown')
    expect(compare(policy, []).compliant).toBe('NonCompliant')
  })
})

describe('object-templates-raw', () => {
  const raw = (text: string, annotations: JsonObject = {}) =>
    compare(
      {
        ...aPolicy([]),
        metadata: { name: 'a-policy', annotations },
        spec: { remediationAction: 'inform', 'object-templates-raw': text },
      },
      [SETTINGS],
      { parseYaml },
    )
  const LIST =
    '- complianceType: musthave\n  objectDefinition:\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: settings, namespace: app }\n'

  test('plain YAML is compared', () => {
    expect(raw(LIST).compliant).toBe('Compliant')
    const { differences } = raw(`${LIST}    data: { region: x }\n`)
    expect(differences[0]?.template).toBe('/spec/object-templates-raw')
  })

  test.each([
    [
      `${LIST}    data: { a: '{{ b }}' }\n`,
      'Unknown',
      'object-templates-raw has templates, which only RHACM can resolve',
    ],
    ['', 'Compliant', 'a-policy contains no object templates to check, and thus has no violations'],
    ['# nothing\n', 'Compliant', 'a-policy contains no object templates to check, and thus has no violations'],
    [
      '- a: *odd\n',
      'NonCompliant',
      "Error parsing object-templates-raw YAML: error converting YAML to JSON: yaml: unknown anchor 'odd' referenced",
    ],
    [
      'a: b\n',
      'NonCompliant',
      'Error parsing object-templates-raw YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type []*v1.ObjectTemplate',
    ],
  ])('%j: %s', (text, compliant, message) => {
    expect(raw(text).templates[0]).toMatchObject({ compliant, message })
  })

  test('is never read where templates are disabled', () => {
    const disabled = { 'policy.open-cluster-management.io/disable-templates': 'true' }
    expect(raw(`${LIST}    data: { region: x }\n`, disabled).compliant).toBe('Compliant')
  })

  test('needs a reader of YAML', () => {
    const policy = { ...aPolicy([]), spec: { 'object-templates-raw': LIST } }
    expect(compare(policy, [SETTINGS]).compliant).toBe('Unknown')
  })
})

test.each([
  [{ apiVersion: 'policy.open-cluster-management.io/v1beta1', kind: 'OperatorPolicy', spec: {} }],
  [{ apiVersion: 'policy.open-cluster-management.io/v1', kind: 'CertificatePolicy', spec: {} }],
  [{ apiVersion: 'v1', kind: 'ConfigurationPolicy' }],
  [{}],
])('%j is not evaluated', (policy) => {
  expect(compare(policy, []).compliant).toBe('Unknown')
})
