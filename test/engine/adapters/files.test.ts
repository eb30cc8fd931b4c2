import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFile, readDesiredState } from '../../../engine/adapters/files.ts'
import type { Scratch } from './files/a-folder.ts'
import { aScratch } from './files/a-folder.ts'

let scratch: Scratch
beforeEach(() => {
  scratch = aScratch()
})
afterEach(() => scratch.remove())

async function rulesOf(): Promise<readonly string[]> {
  const { findings } = await readDesiredState(scratch.root)
  return findings.map((each) => `${each.file} ${each.rule}`)
}

describe('readDesiredState', () => {
  test('reads the YAML files of the known folders and the known files of the scratch.root, in order', async () => {
    const wanted = [
      'catalog.yaml',
      'environments/a.yaml',
      'environments/deep/b.yml',
      'isthmus.yaml',
      'placements/p.yaml',
      'policies/x/m.yaml',
    ]
    for (const path of [
      ...wanted,
      'other/a.yaml',
      'a.yaml',
      'environments/README.md',
      'environments/.hidden.yaml',
      'rendered/gdw/a.yaml',
    ])
      scratch.put(path)
    const { files, findings } = await readDesiredState(scratch.root)
    expect(files.map((each) => each.path)).toEqual(wanted)
    expect(findings).toEqual([])
  })

  test('a byte order mark is no part of the text', async () => {
    scratch.put('isthmus.yaml', '\uFEFFa: é\n')
    expect((await readDesiredState(scratch.root)).files).toEqual([{ path: 'isthmus.yaml', text: 'a: é\n' }])
  })

  test('an empty folder holds nothing', async () => {
    expect(await readDesiredState(scratch.root)).toEqual({ files: [], findings: [] })
  })

  test.each<[string, () => void, readonly string[]]>([
    [
      'a file too large',
      () => scratch.put('environments/a.yaml', 'a'.repeat(1024 * 1024 + 1)),
      ['environments/a.yaml files/too-large'],
    ],
    [
      'Latin-1',
      () => scratch.put('environments/a.yaml', Buffer.from([0x61, 0xe9])),
      ['environments/a.yaml files/not-utf8'],
    ],
    [
      'UTF-16',
      () => scratch.put('environments/a.yaml', Buffer.from([0xff, 0xfe, 0x61, 0])),
      ['environments/a.yaml files/not-utf8'],
    ],
    ['NUL bytes', () => scratch.put('environments/a.yaml', 'a\0'), ['environments/a.yaml files/nul-byte']],
    [
      'a pipe, which would never end',
      () => {
        mkdirSync(join(scratch.root, 'environments'))
        execFileSync('mkfifo', [join(scratch.root, 'environments/a.yaml')])
      },
      ['environments/a.yaml files/not-a-file'],
    ],
    [
      'a link to a device',
      () => scratch.link('/dev/zero', 'environments/a.yaml'),
      ['environments/a.yaml files/symlink-outside'],
    ],
    [
      'a link to a file outside',
      () => scratch.link(join(scratch.outside, 'x.yaml'), 'environments/a.yaml'),
      ['environments/a.yaml files/broken-link'],
    ],
    [
      'a link to a folder outside',
      () => scratch.link(scratch.outside, 'policies/p'),
      ['policies/p files/symlink-outside'],
    ],
    [
      'a whole folder that is outside',
      () => scratch.link(scratch.outside, 'environments'),
      ['environments files/symlink-outside'],
    ],
    [
      'a link that leads nowhere',
      () => scratch.link('nowhere', 'environments/a.yaml'),
      ['environments/a.yaml files/broken-link'],
    ],
    [
      'a link to itself',
      () => scratch.link('a.yaml', 'environments/a.yaml'),
      ['environments/a.yaml files/broken-link'],
    ],
    ['a link back', () => scratch.link('..', 'environments/up'), ['environments/up files/link-loop']],
    [
      'folders nested without end',
      () => scratch.put(`environments/${'a/'.repeat(40)}x.yaml`),
      [`environments/${'a/'.repeat(31)}a files/too-deep`],
    ],
    ['a name that would be passed over', () => scratch.put('isthmus.yml'), ['isthmus.yml files/misnamed']],
    ['another letter case', () => scratch.put('Catalog.YAML'), ['Catalog.YAML files/misnamed']],
    ['a shouted ending', () => scratch.put('environments/a.YAML'), ['environments/a.YAML files/misnamed']],
    ['JSON, though YAML holds it', () => scratch.put('exceptions/x/a.json'), ['exceptions/x/a.json files/misnamed']],
    ['a manifest with another ending', () => scratch.put('policies/p/a.Yml'), ['policies/p/a.Yml files/misnamed']],
  ])('%s is a finding', async (_, prepare, expected) => {
    prepare()
    expect(await rulesOf()).toEqual(expected)
  })

  test('what a generator may read is no slip, and a slip there only warns', async () => {
    for (const path of ['policies/p/dashboard.json', 'policies/p/policy.json', 'environments/README.md', 'x.YAML'])
      scratch.put(path)
    expect(await rulesOf()).toEqual([])
    scratch.put('policies/p/a.YAML')
    const { findings } = await readDesiredState(scratch.root)
    expect(findings).toMatchObject([{ severity: 'warning', hint: 'rename it to a.yaml' }])
  })

  test('a link to a file that is really outside', async () => {
    writeFileSync(join(scratch.outside, 'x.yaml'), 'secret: 1\n')
    scratch.link(join(scratch.outside, 'x.yaml'), 'environments/a.yaml')
    const { files, findings } = await readDesiredState(scratch.root)
    expect(files).toEqual([])
    expect(findings.map((each) => each.rule)).toEqual(['files/symlink-outside'])
  })

  test('links inside the repository are followed', async () => {
    scratch.put('policies/x/a.yaml', 'x: 1\n')
    scratch.link('../policies/x/a.yaml', 'environments/a.yaml')
    scratch.link('x', 'policies/y')
    const { files, findings } = await readDesiredState(scratch.root)
    expect(files.map((each) => each.path)).toEqual(['environments/a.yaml', 'policies/x/a.yaml', 'policies/y/a.yaml'])
    expect(findings).toEqual([])
  })

  test.each(['missing', 'file'])('a root that is no folder (%s) is a failure', async (name) => {
    scratch.put('file')
    await expect(readDesiredState(join(scratch.root, name))).rejects.toMatchObject({ code: 'files/missing-repository' })
  })
})

describe('createFile', () => {
  test('makes folders, and never replaces a file', async () => {
    await createFile(scratch.root, 'environments/a.yaml', '1')
    await expect(createFile(scratch.root, 'environments/a.yaml', '2')).rejects.toMatchObject({ code: 'files/exists' })
    expect(readFileSync(join(scratch.root, 'environments/a.yaml'), 'utf8')).toBe('1')
  })

  test('does not follow a link out of the repository', async () => {
    scratch.link(scratch.outside, 'environments')
    await expect(createFile(scratch.root, 'environments/a.yaml', '1')).rejects.toMatchObject({
      code: 'files/symlink-outside',
    })
    expect(readdirSync(scratch.outside)).toEqual([])
  })
})
