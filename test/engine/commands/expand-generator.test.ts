import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isthmus, newFolder, write } from './a-shell.ts'

const FILE = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: hub }
policies:
  - name: p
    manifests: [{ path: m/a.yaml }]
`

describe('expand --generator', () => {
  let root = ''
  beforeAll(() => {
    root = newFolder()
    write(root, 'gen/g.yaml', FILE)
    write(root, 'gen/m/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n')
    write(root, 'gen/wrong.yaml', FILE.replace('m/a.yaml', '../../etc/passwd'))
    write(root, 'gen/linted.yaml', FILE.replace('m/a.yaml', 'm/templates.yaml'))
    write(
      root,
      'gen/m/templates.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \'{{ nosuch }}\', namespace: \'{{hub (fromSecret "a" "b" "c") hub}}\' }\n',
    )
    write(root, 'gen/other.yaml', 'kind: Namespace\n')
    write(root, 'gen/low.yaml', FILE.replace('[{ path: m/a.yaml }]', '[\n      { path: m/a.yaml },\n    ]'))
    write(root, 'gen/broken.yaml', 'kind: [PolicyGenerator\n')
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('prints a YAML stream in the order of the original, wherever it is called', async () => {
    const { code, out, err } = await isthmus(root, 'expand', '--generator', 'gen/g.yaml')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect([...out.matchAll(/^kind: (\w+)$/gm)].map((each) => each[1])).toEqual([
      'Policy',
      'Placement',
      'PlacementBinding',
    ])
  })

  test('takes brackets that end below their key', async () => {
    const { code, out, err } = await isthmus(root, 'expand', '--generator', 'gen/low.yaml')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('kind: Policy\n')
  })

  test('JSON', async () => {
    const { code, out } = await isthmus(root, '-C', 'gen', 'expand', '--generator', 'g.yaml', '-o', 'json')
    const { findings, objects } = JSON.parse(out) as { findings: unknown[]; objects: { kind: string }[] }
    expect([code, findings.length, objects.map((each) => each.kind)]).toEqual([
      0,
      0,
      ['Policy', 'Placement', 'PlacementBinding'],
    ])
  })

  test('PlacementRule when asked', async () => {
    const { out } = await isthmus(root, 'expand', '--generator', 'gen/g.yaml', '--placement-api', 'PlacementRule')
    expect(out).toContain('kind: PlacementRule\n')
    expect(out).toContain('clusterSelector:\n')
    expect(out).not.toContain('kind: Placement\n')
  })

  test.each([
    ['wrong.yaml', 'gen/wrong.yaml:7:25 error generator/refused-path'],
    ['other.yaml', 'gen/other.yaml:1:1 error generator/none'],
    ['broken.yaml', 'gen/broken.yaml:1:7 error yaml/syntax'],
  ])('%s is refused with its place', async (name, expected) => {
    const { code, out, err } = await isthmus(root, 'expand', '--generator', `gen/${name}`)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(expected)
  })

  test('templates are linted as under policies/, and the objects come out as the original writes them', async () => {
    const { code, out } = await isthmus(root, 'expand', '--generator', 'gen/linted.yaml', '-o', 'json')
    const { findings, objects } = JSON.parse(out) as {
      findings: { rule: string; severity: string; line: number }[]
      objects: unknown[]
    }
    expect([code, objects.length]).toEqual([0, 3])
    expect(findings.map((each) => `${each.rule} ${each.severity} ${each.line}`).sort()).toEqual([
      'template/function warning 6',
      'template/namespace warning 6',
      'template/secret warning 6',
    ])
  })

  test.each([
    [['gen/absent.yaml'], 'generator/unreadable'],
    [['gen/g.yaml', '--placement-api', 'Cluster'], 'usage/placement-api'],
  ])('%j fails', async (args, code) => {
    const ran = await isthmus(root, 'expand', '--generator', ...args)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(code)
  })
})
