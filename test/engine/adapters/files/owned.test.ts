import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readFolder, renderedNames, writeOwned } from '../../../../engine/adapters/files.ts'
import type { Scratch } from './a-folder.ts'
import { aScratch, snapshot } from './a-folder.ts'

let scratch: Scratch
beforeEach(() => {
  scratch = aScratch()
})
afterEach(() => scratch.remove())

describe('writeOwned', () => {
  const FOLDER = 'rendered/gdw'

  /** Files with the record that names them, as rendering makes them. */
  function rendered(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    const hashes = Object.fromEntries(Object.keys(files).map((name) => [name, '0'.repeat(64)]))
    return new Map(Object.entries({ ...files, '.isthmus.json': JSON.stringify({ version: '1', files: hashes }) }))
  }

  test('writes, leaves alone what is equal, removes what no longer belongs', async () => {
    expect(await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'deep/b.yaml': '2' }))).toEqual({
      written: ['.isthmus.json', 'a.yaml', 'deep/b.yaml'],
      removed: [],
      unchanged: 0,
    })
    const before = snapshot(scratch.root)
    expect(await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'deep/b.yaml': '2' }))).toEqual({
      written: [],
      removed: [],
      unchanged: 3,
    })
    expect(snapshot(scratch.root)).toEqual(before)
    expect(await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'c.yaml': '3' }))).toEqual({
      written: ['.isthmus.json', 'c.yaml'],
      removed: ['deep/b.yaml'],
      unchanged: 1,
    })
    expect(await readFolder(scratch.root, FOLDER)).toEqual(rendered({ 'a.yaml': '1', 'c.yaml': '3' }))
    expect(existsSync(join(scratch.root, FOLDER, 'deep'))).toBe(false)
  })

  test('a file of ours that was edited by hand is ours', async () => {
    await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1' }))
    scratch.put(`${FOLDER}/a.yaml`, 'edited')
    await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1' }))
    expect(readFileSync(join(scratch.root, FOLDER, 'a.yaml'), 'utf8')).toBe('1')
  })

  test('what a crash left half written is finished', async () => {
    scratch.put(`${FOLDER}/a.yaml`, '1')
    scratch.put(`${FOLDER}/b.yaml.0123456789ab.isthmus-tmp`, '2')
    await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'b.yaml': '2' }))
    expect([...(await readFolder(scratch.root, FOLDER)).keys()]).toEqual(['.isthmus.json', 'a.yaml', 'b.yaml'])
  })

  test.each<[string, () => void, string]>([
    ['a file of a person', () => scratch.put(`${FOLDER}/mine.txt`), 'files/foreign-file'],
    ['a file of a person in a folder of theirs', () => scratch.put(`${FOLDER}/mine/a.yaml`), 'files/foreign-file'],
    ['a file of a person in our place', () => scratch.put(`${FOLDER}/b.yaml`, 'mine'), 'files/foreign-file'],
    ['a link in our place', () => scratch.link(join(scratch.outside, 'x'), `${FOLDER}/a.yaml`), 'files/foreign-file'],
    [
      'a record that cannot be read',
      () => {
        scratch.put(`${FOLDER}/.isthmus.json`, '{')
        scratch.put(`${FOLDER}/old.yaml`)
      },
      'files/foreign-file',
    ],
    [
      'a record that names the prototype only',
      () => {
        scratch.put(`${FOLDER}/.isthmus.json`, '{"files":null}')
        scratch.put(`${FOLDER}/constructor`)
      },
      'files/foreign-file',
    ],
    [
      'a folder that is a link out of the repository',
      () => scratch.link(scratch.outside, 'rendered'),
      'files/symlink-outside',
    ],
    ['a folder that leads nowhere', () => scratch.link('nowhere', 'rendered'), 'files/symlink-outside'],
    ['a file where the folder must be', () => scratch.put('rendered', ''), 'files/not-a-folder'],
  ])('%s is refused, with nothing changed', async (_, prepare, code) => {
    prepare()
    const before = [snapshot(join(scratch.root, FOLDER)), snapshot(scratch.outside)]
    await expect(writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'b.yaml': '2' }))).rejects.toMatchObject({
      code,
    })
    expect([snapshot(join(scratch.root, FOLDER)), snapshot(scratch.outside)]).toEqual(before)
  })

  test('the failure names the file and says what to do', async () => {
    scratch.put(`${FOLDER}/mine.txt`)
    await expect(writeOwned(scratch.root, FOLDER, rendered({}))).rejects.toMatchObject({
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
      await writeOwned(scratch.root, FOLDER, rendered({ 'a.yaml': '1', 'z/b.yaml': '2', 'z/old.yaml': '3' }))
      for (const each of ['rendered', FOLDER]) chmodSync(join(scratch.root, each), 0o777)
      chmodSync(join(scratch.root, FOLDER, 'z'), 0o555)
      if (!isLate) chmodSync(join(scratch.root, FOLDER), 0o555)
      const before = snapshot(scratch.root)
      const wanted = rendered({ 'a.yaml': 'new', 'new/c.yaml': 'new', 'z/b.yaml': '2' })
      const attempt = asOrdinaryUser(() => writeOwned(scratch.root, FOLDER, wanted))
      await expect(attempt).rejects.toMatchObject({
        code: 'files/not-writable',
        hint: expect.stringContaining('nothing was changed'),
      })
      expect(snapshot(scratch.root)).toEqual(before)
      for (const each of [FOLDER, `${FOLDER}/z`]) chmodSync(join(scratch.root, each), 0o755)
    },
  )

  test.each(['../a.yaml', '/a.yaml', 'a//b', './a'])(
    'a path that leaves the folder (%s) is a bug, not a file',
    async (name) => {
      await expect(writeOwned(scratch.root, FOLDER, new Map([[name, '']]))).rejects.toThrow('not a path inside')
      await expect(writeOwned(scratch.root, `rendered/../${name}`, new Map())).rejects.toThrow('not an output folder')
    },
  )
})

test('what was rendered is known by its record; a link to a folder with one is somebody’s', async () => {
  expect(await renderedNames(scratch.root)).toEqual([])
  scratch.put('rendered/gdw/.isthmus.json', '{}')
  scratch.put('rendered/notes/a.yaml', 'a: 1')
  scratch.put('environments/.isthmus.json', '{"files":{"gdw.yaml":"0"}}')
  symlinkSync('../environments', join(scratch.root, 'rendered/linked'))
  expect(await renderedNames(scratch.root)).toEqual(['gdw'])
})
