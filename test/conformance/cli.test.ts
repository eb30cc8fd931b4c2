import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url))

const passing = {
  id: 'here',
  policy: {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: 'p' },
    spec: {
      remediationAction: 'inform',
      'object-templates': [
        {
          complianceType: 'musthave',
          objectDefinition: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
        },
      ],
    },
  },
  cluster: [],
  expected: {
    compliant: 'Compliant',
    templates: [
      {
        compliant: 'Compliant',
        reason: 'K8s `must have` object already exists',
        message: 'namespaces [default] found as specified',
      },
    ],
    relatedObjects: [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        namespace: '',
        name: 'default',
        compliant: 'Compliant',
        reason: 'Resource found as expected',
      },
    ],
  },
}
const failing = {
  ...passing,
  id: 'there',
  mutations: ['want x'],
  expected: { ...passing.expected, compliant: 'NonCompliant' },
}

const generator = {
  kind: 'PolicyGenerator',
  policyDefaults: { namespace: 'hub' },
  policies: [{ name: 'p', manifests: [{ path: 'a.yaml' }] }],
}
const missing = { ...generator, policies: [{ name: 'p', manifests: [{ path: 'b.yaml' }] }] }
const generators = [
  { id: 1, generator: missing, error: 'could not read the manifest path b.yaml in policy p' },
  { id: 2, generator: { ...missing, unknown: 1 }, error: 'could not read the manifest path b.yaml in policy p' },
  { id: 3, generator, output: [] },
]

describe('conformance', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'isthmus-conformance-'))
    writeFileSync(join(folder, 'good.jsonl'), `${JSON.stringify(passing)}\n`)
    writeFileSync(join(folder, 'mixed.jsonl'), `${JSON.stringify(passing)}\n\n${JSON.stringify(failing)}`)
    mkdirSync(join(folder, 'files'))
    writeFileSync(join(folder, 'files', 'a.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n')
    writeFileSync(join(folder, 'generators.jsonl'), generators.map((each) => `${JSON.stringify(each)}\n`).join(''))
    writeFileSync(join(folder, 'broken.jsonl'), `${JSON.stringify(passing)}\n{"id":1}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (...args: string[]) => {
    const env = { ...process.env, INIT_CWD: folder }
    const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
      encoding: 'utf8',
      env,
    })
    return { code: ran.status, lines: ran.stdout.trim().split('\n'), err: ran.stderr }
  }

  test('what passes', () => {
    const { code, lines, err } = run('drift', 'good.jsonl')
    expect({ code, err }).toEqual({ code: 0, err: '1 passed, 0 failed\n' })
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ id: 'here', got: passing.expected }])
  })

  test('what fails is named, with where it differs', () => {
    const { code, lines, err } = run('drift', 'good.jsonl', 'mixed.jsonl')
    expect(code).toBe(2)
    expect(lines).toHaveLength(3)
    expect(err).toContain('failed there want x\n    compliant: expected "NonCompliant", got "Compliant"\n')
    expect(err.endsWith('2 passed, 1 failed\n')).toBe(true)
  })

  test('generator files are read beside their cases, and refusals compared by the field they name', () => {
    const { code, lines, err } = run('generator', 'generators.jsonl')
    expect(code).toBe(2)
    const got = lines.map((line) => JSON.parse(line) as { got: { kind: string }[] })
    expect(got[2]?.got.map((each) => each.kind)).toEqual(['Policy', 'Placement', 'PlacementBinding'])
    expect(err).toContain('failed 2 \n    the refusal does not name b.yaml')
    expect(err).toContain('failed 3 \n    0: expected nothing, got {')
    expect(err.endsWith('1 passed, 2 failed\n')).toBe(true)
  })

  test.each([
    [[], 'usage:'],
    [['drift'], 'needs a file'],
    [['generator'], 'needs a file'],
    [['generator', 'good.jsonl'], 'good.jsonl:1 is no case'],
    [['nonsense', 'good.jsonl'], 'unknown mode nonsense'],
    [['drift', 'absent.jsonl'], 'absent.jsonl cannot be opened'],
    [['drift', 'broken.jsonl'], 'broken.jsonl:2 is no case'],
  ])('%j is refused', (args, message) => {
    const { code, err } = run(...args)
    expect(code).toBe(1)
    expect(err).toContain(message)
  })
})
