import { expect, test } from 'vitest'
import { isthmus, newFolder, write } from './a-shell.ts'

const POLICY = {
  apiVersion: 'policy.open-cluster-management.io/v1',
  kind: 'ConfigurationPolicy',
  metadata: { name: 'settings' },
  spec: {
    'object-templates': [
      {
        complianceType: 'mustnothave',
        objectDefinition: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { namespace: 'shop' },
          data: { level: 'debug' },
        },
      },
    ],
  },
}

test('nothing of a cluster steers the terminal on which its verdict is shown', async () => {
  const folder = newFolder()
  write(folder, 'policy.json', JSON.stringify(POLICY))
  const metadata = { name: 'x\u001b[2J\u202e', namespace: 'shop' }
  write(
    folder,
    'c1/map.json',
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { level: 'debug' } }),
  )
  write(folder, 'c1/cut\u001b[2J.json', '{')
  const { code, out, err } = await isthmus(folder, 'evaluate', 'policy.json', '--cluster', 'c1')
  expect(code).toBe(2)
  expect(out).toContain('x\\u{1b}[2J\\u{202e}')
  for (const hidden of ['\u001b', '\u202e']) expect(`${out}${err}`).not.toContain(hidden)
})

test('a policy that does not parse is a finding at its line, for people and for programs', async () => {
  const folder = newFolder()
  write(folder, 'policy.yaml', 'kind: ConfigurationPolicy\nspec: [\n')
  write(folder, 'c1/map.json', '{}')
  const forPeople = await isthmus(folder, 'evaluate', 'policy.yaml', '--cluster', 'c1')
  expect([forPeople.code, forPeople.out]).toEqual([2, ''])
  expect(forPeople.err).toContain('policy.yaml:2:7 error yaml/syntax')
  const forPrograms = await isthmus(folder, 'evaluate', 'policy.yaml', '--cluster', 'c1', '--output', 'json')
  expect(forPrograms.code).toBe(2)
  expect(JSON.parse(forPrograms.out)).toMatchObject({
    findings: [{ rule: 'yaml/syntax', file: 'policy.yaml', line: 2 }],
  })
})
