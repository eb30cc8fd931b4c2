import { describe, expect, test } from 'vitest'
import { configMap, generated, objectsOf, onePolicy } from './a-generator.ts'

describe('a manifest is read as yaml.v3 reads it', () => {
  test.each<[string, unknown]>([
    ['2020-01-01', '2020-01-01T00:00:00Z'],
    ['2020-1-2', '2020-01-02T00:00:00Z'],
    ['2020-02-30', '2020-02-30'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14T21:59:43.1-05:00'],
    ['2001-12-14 21:59:43', '2001-12-14T21:59:43Z'],
    ['2020-01-01T10:00:00.1234567899Z', '2020-01-01T10:00:00.123456789Z'],
    ['"2020-01-01"', '2020-01-01'],
    ['1.10', 1.1],
    ['0644', 420],
    ['0o644', 420],
    ['089', 89],
    ['1_000', 1000],
    ['0x1F', 31],
    ['-0b11', -3],
    ['1e3', 1000],
    ['12e4567', '12e4567'],
    ['0xFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFF'],
    ['.5', 0.5],
    ['12:30', '12:30'],
    ['yes', 'yes'],
    ['Off', 'Off'],
    ['True', true],
    ['~', null],
    ["'{{ a }}'", '{{ a }}'],
  ])('%s', (text, value) => {
    const result = generated(onePolicy('manifests: [{ path: a.yaml }]'), { 'a.yaml': configMap('a', `{ k: ${text} }`) })
    expect(objectsOf(result)[0]?.data).toEqual({ k: value })
  })

  test('anchors and merge keys', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: &n a }\nx: &x { a: 1, b: 2 }\ny: { <<: *x, b: 3, n: *n }\n'
    const result = generated(onePolicy('manifests: [{ path: a.yaml }]'), { 'a.yaml': text })
    expect(objectsOf(result)[0]?.y).toEqual({ a: 1, b: 3, n: 'a' })
  })

  test('merge keys in the file itself, where what is written out wins', () => {
    const text = onePolicy('<<: [*d, { severity: high, disabled: true }]\nmanifests: [{ path: a.yaml }]').replace(
      'namespace: hub',
      'namespace: hub, policyLabels: { <<: &d { severity: low } }',
    )
    const { policies, findings } = generated(text, { 'a.yaml': configMap('a') })
    expect(findings).toEqual([])
    expect(policies[0]).toMatchObject({ metadata: { labels: { severity: 'low' } }, spec: { disabled: true } })
  })

  test('options that are text keep their characters', () => {
    const options =
      'policyLabels: { v: 1.10, m: 0644, b: true, d: 2020-01-01, sha: 12e4567, n: null }\ndescription: 007'
    const [policy] = generated(onePolicy(`manifests: [{ path: a.yaml }]\n${options}`), {
      'a.yaml': configMap('a'),
    }).policies
    expect(policy?.metadata).toMatchObject({
      labels: { v: '1.10', m: '0644', b: 'true', d: '2020-01-01', sha: '12e4567', n: '' },
      annotations: { 'policy.open-cluster-management.io/description': '007' },
    })
  })

  test('also where an alias or a merge key brings them', () => {
    const text = `${onePolicy(
      'policyLabels: &l { v: &v 1.10, w: *v, t: !!float 1.20 }\ndescription: *v\nmanifests: &m [{ path: a.yaml }]',
    ).replace('- name: p', '- &p\n    name: p')}  - { <<: *p, name: q, policyAnnotations: { <<: *l, x: 1.30 } }\n`
    const { policies, findings } = generated(text, { 'a.yaml': configMap('a') })
    expect(findings).toEqual([])
    expect(policies.map((each) => each.metadata)).toMatchObject([
      { labels: { v: '1.10', w: '1.10', t: '1.20' } },
      {
        labels: { v: '1.10', w: '1.10', t: '1.20' },
        annotations: { v: '1.10', x: '1.30', 'policy.open-cluster-management.io/description': '1.10' },
      },
    ])
  })

  test.each(['2026', '4.20', '0x10', 'true'])('a path may be %s', (path) => {
    const result = generated(onePolicy(`manifests: [{ path: ${path} }]`), { [`${path}/a.yaml`]: configMap('a') })
    expect(objectsOf(result)).toHaveLength(1)
  })
})

describe('a block of text at the end of a file whose last line has no line break', () => {
  const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n'
  test.each<[string, string]>([
    ['  k: |\n    one\n    two', 'one\ntwo'],
    ['  k: |+\n    one', 'one'],
    ['  k: >\n    one\n    two', 'one two'],
    ['  k: |2\n     one', ' one'],
    ['  k: |\n    one ', 'one '],
    ['  k: |\n    one\n      ', 'one\n  '],
    ['  k: |\n    one\n    ', 'one\n'],
    ['  k: |\n    one\n  # said', 'one\n'],
    ['  k: |\n    one\n', 'one\n'],
    ['  k: |+\n    one\n\n', 'one\n\n'],
  ])('%j', (data, value) => {
    const result = generated(onePolicy('manifests: [{ path: a.yaml }]'), { 'a.yaml': head + data })
    expect(objectsOf(result)[0]?.data).toEqual({ k: value })
  })

  test('raw templates', () => {
    const text = 'object-templates-raw: |\n  - complianceType: musthave'
    const result = generated(onePolicy('manifests: [{ path: a.yaml }]'), { 'a.yaml': text })
    expect(JSON.stringify(result)).toContain('"object-templates-raw":"- complianceType: musthave"')
  })
})
