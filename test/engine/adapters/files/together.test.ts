import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTogether } from '../../../../engine/adapters/files/together.ts'
import { newFolder } from '../../commands/a-shell.ts'

const FILES = new Map([
  ['a.md', 'a'],
  ['a.json', '{}'],
])

test('makes new files, and leaves nothing of its own beside them', async () => {
  const root = newFolder()
  await createTogether(root, 'drills', FILES)
  expect(readdirSync(join(root, 'drills')).sort()).toEqual(['a.json', 'a.md'])
})

test('makes none where one is already there', async () => {
  const root = newFolder()
  mkdirSync(join(root, 'drills'))
  writeFileSync(join(root, 'drills', 'a.json'), 'mine')
  await expect(createTogether(root, 'drills', FILES)).rejects.toMatchObject({ code: 'files/exists' })
  expect(readdirSync(join(root, 'drills'))).toEqual(['a.json'])
  expect(readFileSync(join(root, 'drills', 'a.json'), 'utf8')).toBe('mine')
})

test('never writes through a link out of the repository', async () => {
  const root = newFolder()
  symlinkSync(tmpdir(), join(root, 'drills'))
  await expect(createTogether(root, 'drills', FILES)).rejects.toMatchObject({ code: 'files/symlink-outside' })
})
