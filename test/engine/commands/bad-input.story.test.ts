import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aRepository, fingerprint, git, isthmus, newFolder, read, write } from './a-shell.ts'

const ENVIRONMENT = 'environments/gdw.yaml'
const PLACEMENT = 'placements/gdw.yaml'

function edit(work: string, file: string, from: string | RegExp, to: string): void {
  const text = read(work, file)
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`${file} has no ${from}`)
  write(work, file, changed)
}

describe('a person reads one clear message with place and remedy, and nothing changes', () => {
  test.each<[string, (work: string) => void, string, string]>([
    [
      'a YAML syntax error',
      (work) => edit(work, ENVIRONMENT, 'survive: region+node', 'survive: [region'),
      'yaml/syntax',
      ENVIRONMENT,
    ],
    [
      'an unknown key',
      (work) => edit(work, ENVIRONMENT, 'survive:', 'survives:'),
      'schema/unknown-key',
      `${ENVIRONMENT}:11:3`,
    ],
    [
      'a wrong type',
      (work) => edit(work, ENVIRONMENT, 'replicasPerCluster: 3', 'replicasPerCluster: three'),
      'schema/wrong-type',
      ENVIRONMENT,
    ],
    [
      'overlapping networks',
      (work) => edit(work, ENVIRONMENT, '10.132.0.0/14', '10.128.0.0/14'),
      'network/overlap',
      `${ENVIRONMENT}:22`,
    ],
    [
      'a placement that selects no cluster',
      (work) => edit(work, PLACEMENT, '{ all: true }', '{ selector: { matchLabels: { region: mars } } }'),
      'placement/selects-nothing',
      PLACEMENT,
    ],
    [
      'a cluster that is not there',
      (work) => edit(work, PLACEMENT, '{ all: true }', '{ names: [cluster9] }'),
      'placement/unknown-cluster',
      PLACEMENT,
    ],
    [
      'a component named twice',
      (work) => edit(work, PLACEMENT, '[tunnel, certs', '[tunnel, tunnel, certs'),
      'placement/duplicate-policy',
      PLACEMENT,
    ],
    [
      'a component written twice',
      (work) => edit(work, ENVIRONMENT, '    tunnel: {}', '    tunnel: {}\n    tunnel: {}'),
      'yaml/duplicate-key',
      ENVIRONMENT,
    ],
    [
      'an unknown component',
      (work) => edit(work, ENVIRONMENT, '    tunnel: {}', '    tunel: {}'),
      'environment/unknown-component',
      ENVIRONMENT,
    ],
    [
      'two environments of one name',
      (work) => write(work, 'environments/copy.yaml', read(work, ENVIRONMENT)),
      'environment/duplicate-name',
      'environments/',
    ],
    ['an empty environments/', (work) => rmSync(join(work, ENVIRONMENT)), 'environment/none', 'environments'],
    [
      'a secret written out',
      (work) => write(work, 'isthmus.yaml', `${read(work, 'isthmus.yaml')}  token: ghp_${'a'.repeat(36)}\n`),
      'secret/',
      'isthmus.yaml',
    ],
    [
      'a link that leaves the repository',
      (work) => symlinkSync('/etc/hosts', join(work, 'environments/hosts.yaml')),
      'files/symlink-outside',
      'environments/hosts.yaml',
    ],
  ])('%s', async (_, spoil, rule, place) => {
    const { work } = await aRepository()
    spoil(work)
    const before = fingerprint(work)
    for (const command of ['validate', 'expand', 'plan'] as const) {
      const ran = await isthmus(work, command)
      expect(ran.err).toContain(rule)
      expect(ran.err).toContain(place)
      expect(ran.err).toContain('hint:')
      expect(ran.err).not.toContain('aaaaaaaa')
      expect(ran.code).toBe(2)
    }
    expect(fingerprint(work)).toBe(before)
  })

  test('"did you mean" for a key and a component', async () => {
    const { work } = await aRepository()
    edit(work, ENVIRONMENT, 'survive:', 'survives:')
    edit(work, ENVIRONMENT, '    tunnel: {}', '    tunel: {}')
    const { err } = await isthmus(work, 'validate')
    expect(err).toMatch(/did you mean .?survive\b/i)
    expect(err).toMatch(/did you mean .?tunnel\b/i)
  })

  test('every finding at once', async () => {
    const { work } = await aRepository()
    edit(work, ENVIRONMENT, 'survive:', 'survives:')
    edit(work, PLACEMENT, '[tunnel, certs', '[tunnel, tunnel, certs')
    write(work, 'environments/broken.yaml', 'a: [')
    const { out, code } = await isthmus(work, 'validate', '--output', 'json')
    const rules = (JSON.parse(out) as { findings: { rule: string }[] }).findings.map((each) => each.rule)
    expect(rules).toEqual(expect.arrayContaining(['schema/unknown-key', 'placement/duplicate-policy', 'yaml/syntax']))
    expect(code).toBe(2)
  })
})

describe('what fails outside says so with a remedy, exit 1', () => {
  test('a missing repository', async () => {
    const folder = newFolder()
    const ran = await isthmus(folder, 'validate', '-C', 'nowhere')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('files/missing-repository') })
  })

  test.each(['plan', 'propose', 'drift --from .'])('%s outside Git', async (line) => {
    const folder = newFolder()
    await isthmus(folder, 'init')
    const before = fingerprint(folder)
    const ran = await isthmus(folder, ...line.split(' '))
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('git/not-a-repository') })
    expect(fingerprint(folder)).toBe(before)
  })

  test('an output folder with a foreign file', async () => {
    const { work } = await aRepository()
    await isthmus(work, 'expand')
    write(work, 'rendered/gdw/notes.txt', 'mine')
    edit(work, ENVIRONMENT, 'example.com', 'example.org')
    const before = fingerprint(work)
    const ran = await isthmus(work, 'expand')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('notes.txt') })
    expect(ran.err).toContain('files/foreign-file')
    expect(fingerprint(work)).toBe(before)
  })

  test.skipIf(process.getuid?.() === 0)('no write permission', async () => {
    const { work } = await aRepository()
    mkdirSync(join(work, 'rendered'))
    chmodSync(join(work, 'rendered'), 0o500)
    const before = fingerprint(work)
    expect(await isthmus(work, 'expand')).toMatchObject({ code: 1, err: expect.stringContaining('files/not-writable') })
    expect(fingerprint(work)).toBe(before)
  })

  test('a folder that is not writable for anybody: a file stands in its place', async () => {
    const { work } = await aRepository()
    write(work, 'rendered', 'a file')
    const before = fingerprint(work)
    expect(await isthmus(work, 'expand')).toMatchObject({ code: 1, err: expect.stringContaining('files/') })
    expect(fingerprint(work)).toBe(before)
  })

  test('a push that the origin refuses', async () => {
    const { root, work } = await aRepository()
    write(root, 'origin.git/hooks/pre-receive', '#!/bin/sh\necho no >&2\nexit 1\n')
    chmodSync(join(root, 'origin.git/hooks/pre-receive'), 0o755)
    const before = git(join(root, 'origin.git'), 'for-each-ref')
    const ran = await isthmus(work, 'propose')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('git/push-declined') })
    expect(git(join(root, 'origin.git'), 'for-each-ref')).toBe(before)
  })

  test.each([
    ['an unknown command', ['valdate'], 'validate'],
    ['an unknown option', ['validate', '--fancy'], '--fancy'],
    ['an unknown output', ['validate', '--output', 'xml'], 'xml'],
    ['an unknown kind', ['schema', 'Enviroment'], 'Environment'],
    ['an unknown environment', ['expand', '--environment', 'gwd'], 'gdw'],
    ['an unknown environment to validate', ['validate', '--environment', 'gwd'], 'did you mean gdw?'],
    ['the settings of an unknown environment', ['explain', '--environment', 'gwd'], 'did you mean gdw?'],
    ['no hub to look at', ['import', '--kubeconfig', 'nowhere'], '--from DIR'],
    ['a snapshot that is not there', ['drift', '--from', 'nowhere'], 'nowhere'],
    ['an object that nobody renders', ['explain', 'StatefulSet/x/y'], 'StatefulSet/x/y'],
    ['an object that is misspelt', ['explain', 'StatefulSet/vault/valt'], 'did you mean StatefulSet/vault/vault'],
    ['a field that is misspelt', ['explain', 'environment.spec.clustrs'], 'did you mean Environment.spec.clusters'],
    ['a kind that is misspelt', ['explain', 'enviroment.spec'], 'did you mean environment.spec'],
    ['a schema to write and one to print', ['schema', 'Environment', '--write'], 'usage/schema'],
    ['init over what is there', ['init'], 'nothing was changed'],
  ])('%s', async (_, args, words) => {
    const { work } = await aRepository()
    const folder = args.join(' ') === 'drift --from nowhere' ? await merged(work) : work
    const before = fingerprint(folder)
    const ran = await isthmus(folder, ...args)
    expect(ran.err).toContain(words)
    expect(ran.code).toBe(1)
    expect(fingerprint(folder)).toBe(before)
  })
})

async function merged(work: string): Promise<string> {
  await isthmus(work, 'expand')
  git(work, 'add', '--all')
  git(work, 'commit', '--quiet', '--message', 'Rendered')
  git(work, 'push', '--quiet', 'origin', 'main')
  return work
}

describe('a folder that cannot be made is no bug', () => {
  test.each([
    ['import', ['import', '--from', 'snapshot', '--into', 'link']],
    ['migrate', ['migrate', 'placements', 'rule.yaml', '--inventory', 'clusters.yaml', '--into', 'link']],
  ])('%s', async (_, args) => {
    const folder = newFolder()
    write(folder, 'snapshot/c1/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n')
    write(
      folder,
      'rule.yaml',
      'apiVersion: apps.open-cluster-management.io/v1\nkind: PlacementRule\nmetadata: { name: a, namespace: b }\n',
    )
    write(
      folder,
      'clusters.yaml',
      'apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: c1 }\n',
    )
    symlinkSync('nowhere/else', join(folder, 'link'))
    expect(await isthmus(folder, ...args)).toMatchObject({ code: 1, err: expect.stringMatching(/^error files\//) })
  })
})
