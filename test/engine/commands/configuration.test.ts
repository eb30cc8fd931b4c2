import { describe, expect, test } from 'vitest'
import { isthmus, newFolder, write } from './a-shell.ts'

const HEAD = 'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\n'

/** Every command that takes forge, chats, hub or limits from isthmus.yaml. */
const CONFIGURED: readonly (readonly string[])[] = [
  ['drift', '--publish'],
  ['gate'],
  ['drill', '--lose', 'us-east-1'],
  ['propose'],
  ['upgrade'],
  ['resolve', 'abc', '--adopt'],
  ['pulls'],
  ['serve', '--once'],
  ['dashboard'],
  ['migrate', 'placements', '--inventory', 'hub'],
  ['import'],
  ['runbook', 'replace', 'us-east-1'],
]

describe.each(CONFIGURED)('isthmus %s', (...command) => {
  test.each([
    ['an unknown key', `${HEAD}autor: { name: Ada, email: ada@example.com }\n`, 'schema/unknown-key', 3],
    ['what is no YAML', 'kind: [\n', 'yaml/syntax', 1],
  ])(
    'ends with the findings of an isthmus.yaml with %s, and does nothing by the defaults',
    async (_, text, rule, line) => {
      const folder = newFolder()
      write(folder, 'isthmus.yaml', text)
      const forPeople = await isthmus(folder, ...command)
      expect([forPeople.code, forPeople.out]).toEqual([2, ''])
      expect(forPeople.err).toContain(`isthmus.yaml:${line}:`)
      const forPrograms = await isthmus(folder, ...command, '--output', 'json')
      expect(forPrograms.code).toBe(2)
      expect(JSON.parse(forPrograms.out)).toMatchObject({ findings: [{ rule, file: 'isthmus.yaml', line }] })
    },
  )
})

test('a valid one, also beside files that are not, stands in nobody’s way', async () => {
  const folder = newFolder()
  write(folder, 'isthmus.yaml', `${HEAD}hub: { environments: { nobody: x } }\n`)
  write(folder, 'environments/broken.yaml', 'kind: Configuration [')
  expect((await isthmus(folder, 'gate')).err).toContain('git/not-a-repository')
})
