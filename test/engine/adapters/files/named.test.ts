import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInsideOf, readNamed } from '../../../../engine/adapters/files/named.ts'

describe('what a generator file names', () => {
  let root = ''
  let folder = ''
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'isthmus-named-'))
    folder = join(root, 'gen')
    mkdirSync(join(folder, 'd', 'below.yaml'), { recursive: true })
    mkdirSync(join(folder, 'k'))
    mkdirSync(join(folder, 'links'))
    mkdirSync(join(root, 'generator'))
    writeFileSync(join(root, 'outside.yaml'), 'a: secret\n')
    writeFileSync(join(root, 'generator', 'x.yaml'), 'a: sibling with the same beginning\n')
    writeFileSync(join(folder, 'a.yaml'), 'a: 1\n')
    writeFileSync(join(folder, 'd', 'z.yml'), 'z: 1\n')
    writeFileSync(join(folder, 'd', 'b.yaml'), 'b: 1\n')
    writeFileSync(join(folder, 'd', 'c.json'), '{}')
    writeFileSync(join(folder, 'k', 'kustomization.yaml'), '{}')
    writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0, 1]))
    symlinkSync('../outside.yaml', join(folder, 'out.yaml'))
    symlinkSync('a.yaml', join(folder, 'in.yaml'))
    symlinkSync(root, join(folder, 'up'))
    symlinkSync('../../outside.yaml', join(folder, 'links', 'x.yaml'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const read = async (path: string) => {
    const built = async (at: string) => ({ kind: 'kustomized' as const, text: at.slice(at.lastIndexOf('/') + 1) })
    return (await readNamed(folder, [path], built)).get(path)
  }

  test.each([
    ['a.yaml', { kind: 'file', text: 'a: 1\n' }],
    ['./d/../a.yaml', { kind: 'file', text: 'a: 1\n' }],
    ['in.yaml', { kind: 'file', text: 'a: 1\n' }],
    ['k/', { kind: 'kustomized', text: 'k' }],
    ['missing.yaml', undefined],
    ['a.yaml/x', undefined],
  ])('%s', async (path, entry) => {
    expect(await read(path)).toEqual(entry)
  })

  test('a folder is its YAML files in order of name, without folders below', async () => {
    const entry = await read('d')
    expect(entry?.kind === 'folder' && [...entry.files]).toEqual([
      ['b.yaml', 'b: 1\n'],
      ['z.yml', 'z: 1\n'],
    ])
  })

  test.each([
    ['../outside.yaml'],
    ['d/../../outside.yaml'],
    ['/etc/hostname'],
    ['../generator/x.yaml'],
    ['out.yaml'],
    ['up/outside.yaml'],
    ['links'],
    ['.'],
    ['d/..'],
    ['binary'],
    ['a\0.yaml'],
  ])('%j is refused', async (path) => {
    expect((await read(path))?.kind).toBe('refused')
  })

  test('of a folder in a repository, single files inside it are read, however they are called', async () => {
    writeFileSync(join(folder, '.env'), 'A=1\n')
    writeFileSync(join(folder, 'large.txt'), 'x'.repeat(1024 * 1024 + 1))
    symlinkSync('../outside.yaml', join(folder, 'out.properties'))
    const paths = ['.env', 'd/c.json', 'absent.txt', 'large.txt', 'binary', 'out.properties', '../outside.yaml', 'k']
    const found = await readInsideOf(root)('gen', paths)
    expect(paths.map((each) => found.get(each)?.kind)).toEqual([
      'file',
      'file',
      undefined,
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
    ])
  })
})
