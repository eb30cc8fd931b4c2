import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFile, readDesiredState, readFolder, writeOwned } from '../../../engine/adapters/files.ts'

let root = ''
let outside = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'isthmus-files-'))
  outside = mkdtempSync(join(tmpdir(), 'isthmus-outside-'))
  chmodSync(root, 0o755)
})
afterEach(() => {
  for (const each of [root, outside]) rmSync(each, { recursive: true, force: true })
})

function put(path: string, content: string | Uint8Array = 'a: 1\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(target, join(root, path))
}

/** Every file with its text, and when it was last written. */
function snapshot(folder = root): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const stats = lstatSync(join(folder, name))
      return stats.isFile() ? `${name} ${stats.mtimeMs} ${readFileSync(join(folder, name), 'utf8')}` : name
    })
}

async function rulesOf(): Promise<readonly string[]> {
  const { findings } = await readDesiredState(root)
  return findings.map((each) => `${each.file} ${each.rule}`)
}

describe('readDesiredState', () => {
  test('reads the YAML files of the known folders and the known files of the root, in order', async () => {
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
      put(path)
    const { files, findings } = await readDesiredState(root)
    expect(files.map((each) => each.path)).toEqual(wanted)
    expect(findings).toEqual([])
  })

  test('a byte order mark is no part of the text', async () => {
    put('isthmus.yaml', '\uFEFFa: é\n')
    expect((await readDesiredState(root)).files).toEqual([{ path: 'isthmus.yaml', text: 'a: é\n' }])
  })

  test('an empty folder holds nothing', async () => {
    expect(await readDesiredState(root)).toEqual({ files: [], findings: [] })
  })

  test.each<[string, () => void, readonly string[]]>([
    [
      'a file too large',
      () => put('environments/a.yaml', 'a'.repeat(1024 * 1024 + 1)),
      ['environments/a.yaml files/too-large'],
    ],
    ['Latin-1', () => put('environments/a.yaml', Buffer.from([0x61, 0xe9])), ['environments/a.yaml files/not-utf8']],
    [
      'UTF-16',
      () => put('environments/a.yaml', Buffer.from([0xff, 0xfe, 0x61, 0])),
      ['environments/a.yaml files/not-utf8'],
    ],
    ['NUL bytes', () => put('environments/a.yaml', 'a\0'), ['environments/a.yaml files/nul-byte']],
    [
      'a pipe, which would never end',
      () => {
        mkdirSync(join(root, 'environments'))
        execFileSync('mkfifo', [join(root, 'environments/a.yaml')])
      },
      ['environments/a.yaml files/not-a-file'],
    ],
    [
      'a link to a device',
      () => link('/dev/zero', 'environments/a.yaml'),
      ['environments/a.yaml files/symlink-outside'],
    ],
    [
      'a link to a file outside',
      () => link(join(outside, 'x.yaml'), 'environments/a.yaml'),
      ['environments/a.yaml files/broken-link'],
    ],
    ['a link to a folder outside', () => link(outside, 'policies/p'), ['policies/p files/symlink-outside']],
    ['a whole folder that is outside', () => link(outside, 'environments'), ['environments files/symlink-outside']],
    [
      'a link that leads nowhere',
      () => link('nowhere', 'environments/a.yaml'),
      ['environments/a.yaml files/broken-link'],
    ],
    ['a link to itself', () => link('a.yaml', 'environments/a.yaml'), ['environments/a.yaml files/broken-link']],
    ['a link back', () => link('..', 'environments/up'), ['environments/up files/link-loop']],
    [
      'folders nested without end',
      () => put(`environments/${'a/'.repeat(40)}x.yaml`),
      [`environments/${'a/'.repeat(31)}a files/too-deep`],
    ],
    ['a name that would be passed over', () => put('isthmus.yml'), ['isthmus.yml files/misnamed']],
  ])('%s is a finding', async (_, prepare, expected) => {
    prepare()
    expect(await rulesOf()).toEqual(expected)
  })

  test('a link to a file that is really outside', async () => {
    writeFileSync(join(outside, 'x.yaml'), 'secret: 1\n')
    link(join(outside, 'x.yaml'), 'environments/a.yaml')
    const { files, findings } = await readDesiredState(root)
    expect(files).toEqual([])
    expect(findings.map((each) => each.rule)).toEqual(['files/symlink-outside'])
  })

  test('links inside the repository are followed', async () => {
    put('policies/x/a.yaml', 'x: 1\n')
    link('../policies/x/a.yaml', 'environments/a.yaml')
    link('x', 'policies/y')
    const { files, findings } = await readDesiredState(root)
    expect(files.map((each) => each.path)).toEqual(['environments/a.yaml', 'policies/x/a.yaml', 'policies/y/a.yaml'])
    expect(findings).toEqual([])
  })

  test.each(['missing', 'file'])('a root that is no folder (%s) is a failure', async (name) => {
    put('file')
    await expect(readDesiredState(join(root, name))).rejects.toMatchObject({ code: 'files/missing-repository' })
  })
})

describe('writeOwned', () => {
  const FOLDER = 'rendered/gdw'

  /** Files with the record that names them, as rendering makes them. */
  function rendered(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    const hashes = Object.fromEntries(Object.keys(files).map((name) => [name, '0'.repeat(64)]))
    return new Map(Object.entries({ ...files, '.isthmus.json': JSON.stringify({ version: '1', files: hashes }) }))
  }

  test('writes, leaves alone what is equal, removes what no longer belongs', async () => {
    expect(await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'deep/b.yaml': '2' }))).toEqual({
      written: ['.isthmus.json', 'a.yaml', 'deep/b.yaml'],
      removed: [],
      unchanged: 0,
    })
    const before = snapshot()
    expect(await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'deep/b.yaml': '2' }))).toEqual({
      written: [],
      removed: [],
      unchanged: 3,
    })
    expect(snapshot()).toEqual(before)
    expect(await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'c.yaml': '3' }))).toEqual({
      written: ['.isthmus.json', 'c.yaml'],
      removed: ['deep/b.yaml'],
      unchanged: 1,
    })
    expect(await readFolder(root, FOLDER)).toEqual(rendered({ 'a.yaml': '1', 'c.yaml': '3' }))
    expect(existsSync(join(root, FOLDER, 'deep'))).toBe(false)
  })

  test('a file of ours that was edited by hand is ours', async () => {
    await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1' }))
    put(`${FOLDER}/a.yaml`, 'edited')
    await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1' }))
    expect(readFileSync(join(root, FOLDER, 'a.yaml'), 'utf8')).toBe('1')
  })

  test('what a crash left half written is finished', async () => {
    put(`${FOLDER}/a.yaml`, '1')
    put(`${FOLDER}/b.yaml.0123456789ab.isthmus-tmp`, '2')
    await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'b.yaml': '2' }))
    expect([...(await readFolder(root, FOLDER)).keys()]).toEqual(['.isthmus.json', 'a.yaml', 'b.yaml'])
  })

  test.each<[string, () => void, string]>([
    ['a file of a person', () => put(`${FOLDER}/mine.txt`), 'files/foreign-file'],
    ['a file of a person in a folder of theirs', () => put(`${FOLDER}/mine/a.yaml`), 'files/foreign-file'],
    ['a file of a person in our place', () => put(`${FOLDER}/b.yaml`, 'mine'), 'files/foreign-file'],
    ['a link in our place', () => link(join(outside, 'x'), `${FOLDER}/a.yaml`), 'files/foreign-file'],
    [
      'a record that cannot be read',
      () => {
        put(`${FOLDER}/.isthmus.json`, '{')
        put(`${FOLDER}/old.yaml`)
      },
      'files/foreign-file',
    ],
    [
      'a record that names the prototype only',
      () => {
        put(`${FOLDER}/.isthmus.json`, '{"files":null}')
        put(`${FOLDER}/constructor`)
      },
      'files/foreign-file',
    ],
    ['a folder that is a link out of the repository', () => link(outside, 'rendered'), 'files/symlink-outside'],
    ['a folder that leads nowhere', () => link('nowhere', 'rendered'), 'files/symlink-outside'],
    ['a file where the folder must be', () => put('rendered', ''), 'files/not-a-folder'],
  ])('%s is refused, with nothing changed', async (_, prepare, code) => {
    prepare()
    const before = [snapshot(join(root, FOLDER)), snapshot(outside)]
    await expect(writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'b.yaml': '2' }))).rejects.toMatchObject({ code })
    expect([snapshot(join(root, FOLDER)), snapshot(outside)]).toEqual(before)
  })

  test('the failure names the file and says what to do', async () => {
    put(`${FOLDER}/mine.txt`)
    await expect(writeOwned(root, FOLDER, rendered({}))).rejects.toMatchObject({
      message: expect.stringContaining('rendered/gdw/mine.txt'),
      hint: expect.stringContaining('nothing was changed'),
    })
  })

  /** Runs as a user whom permissions bind; the superuser is bound by none. */
  async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
    const isSuperuser = process.getuid?.() === 0
    if (isSuperuser) process.seteuid?.(65_534)
    try {
      return await run()
    } finally {
      if (isSuperuser) process.seteuid?.(0)
    }
  }

  test.each(['the repository', 'a folder in the middle of the work'])(
    'without permission in %s nothing is changed',
    async (where) => {
      const isLate = where.startsWith('a folder')
      await writeOwned(root, FOLDER, rendered({ 'a.yaml': '1', 'z/b.yaml': '2', 'z/old.yaml': '3' }))
      for (const each of ['rendered', FOLDER]) chmodSync(join(root, each), 0o777)
      chmodSync(join(root, FOLDER, 'z'), 0o555)
      if (!isLate) chmodSync(join(root, FOLDER), 0o555)
      const before = snapshot()
      const wanted = rendered({ 'a.yaml': 'new', 'new/c.yaml': 'new', 'z/b.yaml': '2' })
      const attempt = asOrdinaryUser(() => writeOwned(root, FOLDER, wanted))
      await expect(attempt).rejects.toMatchObject({
        code: 'files/not-writable',
        hint: expect.stringContaining('nothing was changed'),
      })
      expect(snapshot()).toEqual(before)
      for (const each of [FOLDER, `${FOLDER}/z`]) chmodSync(join(root, each), 0o755)
    },
  )

  test.each(['../a.yaml', '/a.yaml', 'a//b', './a'])(
    'a path that leaves the folder (%s) is a bug, not a file',
    async (name) => {
      await expect(writeOwned(root, FOLDER, new Map([[name, '']]))).rejects.toThrow('not a path inside')
      await expect(writeOwned(root, `rendered/../${name}`, new Map())).rejects.toThrow('not an output folder')
    },
  )
})

describe('createFile', () => {
  test('makes folders, and never replaces a file', async () => {
    await createFile(root, 'environments/a.yaml', '1')
    await expect(createFile(root, 'environments/a.yaml', '2')).rejects.toMatchObject({ code: 'files/exists' })
    expect(readFileSync(join(root, 'environments/a.yaml'), 'utf8')).toBe('1')
  })

  test('does not follow a link out of the repository', async () => {
    link(outside, 'environments')
    await expect(createFile(root, 'environments/a.yaml', '1')).rejects.toMatchObject({ code: 'files/symlink-outside' })
    expect(readdirSync(outside)).toEqual([])
  })
})
