import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { aRepository, pointedAt, validateFiles } from './a-repository.ts'

const EXCEPTION = `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: calm }
spec:
  environment: gdw
  policy: tunnel
  object: { apiVersion: v1, kind: ConfigMap, namespace: a, name: b }
  pointers: [/data/x]
  clusters: [cluster1]
  until: '2026-03-10'
  because: load test
  owner: Ada
`
const OVERRIDE = `apiVersion: isthmus.dev/v1alpha1
kind: Override
metadata: { name: now }
spec: { environment: gdw, policy: tunnel, clusters: [cluster1, local-cluster], until: '2026-03-10', because: urgent, owner: Ada }
`

describe('exceptions and overrides', () => {
  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'a date that YAML 1.1 reads as one',
      { 'exceptions/a.yaml': EXCEPTION.replaceAll("'", '') },
      ['yaml/ambiguous-scalar @ 2026-03-10'],
    ],
    ['both as they should be', { 'exceptions/a.yaml': EXCEPTION, 'placements/b.yaml': OVERRIDE }, []],
    ['an exception among the placements', { 'placements/a.yaml': EXCEPTION }, ['document/misplaced-kind @ Exception']],
    ['an override among the exceptions', { 'exceptions/a.yaml': OVERRIDE }, ['document/misplaced-kind @ Override']],
    ['a reason that is none', { 'exceptions/a.yaml': EXCEPTION.replace('load test', 'x') }, ['schema/limit @ x']],
    [
      'no end',
      { 'exceptions/a.yaml': EXCEPTION.replace("  until: '2026-03-10'\n", '') },
      ['schema/missing-key @ spec'],
    ],
    [
      'a day that is none',
      { 'exceptions/a.yaml': EXCEPTION.replace('03-10', '02-30') },
      ["exception/no-such-day @ '2026-02-30'"],
    ],
    ...['environment', 'policy', 'object', 'clusters', 'because', 'owner'].map(
      (key): [string, Record<string, string>, readonly string[]] => [
        `no ${key}`,
        { 'exceptions/a.yaml': EXCEPTION.replace(new RegExp(`^  ${key}:.*\n`, 'm'), '') },
        ['schema/missing-key @ spec'],
      ],
    ),
    ...['environment', 'policy', 'clusters', 'because', 'owner', 'until'].map(
      (key): [string, Record<string, string>, readonly string[]] => [
        `an override without ${key}`,
        { 'placements/b.yaml': OVERRIDE.replace(new RegExp(` ${key}: (\\[.*?\\]|[^,}]*),?`), '') },
        ['schema/missing-key @ spec'],
      ],
    ),
    [
      'a pointer that is none',
      { 'exceptions/a.yaml': EXCEPTION.replace('[/data/x]', '[data.x]') },
      ['schema/pattern @ data.x'],
    ],
    ['no cluster', { 'exceptions/a.yaml': EXCEPTION.replace('[cluster1]', '[]') }, ['schema/limit @ [']],
    [
      'an object without kind',
      { 'exceptions/a.yaml': EXCEPTION.replace('kind: ConfigMap, ', '') },
      ['schema/missing-key @ object'],
    ],
    [
      'a key that is not known',
      { 'exceptions/a.yaml': EXCEPTION.replace('owner: Ada', 'owner: Ada\n  untill: x') },
      ['schema/unknown-key @ untill'],
    ],
    [
      'an end that is no day',
      { 'placements/b.yaml': OVERRIDE.replace('2026-03-10', 'soon') },
      ["schema/pattern @ 'soon'"],
    ],
    [
      'an unknown environment',
      { 'exceptions/a.yaml': EXCEPTION.replace('environment: gdw', 'environment: gwd') },
      ['exception/unknown-environment @ gwd'],
    ],
    [
      'an unknown cluster',
      { 'placements/b.yaml': OVERRIDE.replace('cluster1', 'cluster9') },
      ['override/unknown-cluster @ cluster9'],
    ],
    ['two of one name', { 'exceptions/a.yaml': `${EXCEPTION}---\n${EXCEPTION}` }, ['exception/duplicate-name @ calm']],
    [
      'inform, which no binding can override to',
      { 'placements/b.yaml': OVERRIDE.replace('until', 'remediationAction: inform, until') },
      ['schema/not-allowed @ inform'],
    ],
  ])('%s', (_, files, wanted) => {
    const all = aRepository(files)
    expect(pointedAt(all, validateFiles(all).findings)).toEqual(wanted)
  })

  test('what they name is held against the plan, and their end against the day', () => {
    const environment = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters: [{ name: cluster1, cloud: aws, region: r, network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 } }]
  components: {}
`
    const files = [
      { path: 'environments/gdw.yaml', text: environment },
      { path: 'exceptions/a.yaml', text: EXCEPTION },
      { path: 'placements/b.yaml', text: OVERRIDE },
    ]
    const rules = (now?: string) =>
      expandAll({ files, findings: [] }, [], undefined, now)
        .findings.filter((each) => /^(exception|override)/.test(each.rule))
        .map((each) => `${each.severity} ${each.rule} ${each.file}:${each.line}`)
    const unknown = [
      'warning exception/unknown-policy exceptions/a.yaml:6',
      'error override/unknown-policy placements/b.yaml:4',
    ]
    expect(rules()).toEqual(unknown)
    expect(rules('2026-03-10T23:59:59Z')).toEqual(unknown)
    expect(rules('2026-03-11T00:00:00Z')).toEqual(
      expect.arrayContaining([
        'warning exception/expired exceptions/a.yaml:10',
        'warning override/expired placements/b.yaml:4',
      ]),
    )
  })
})
