import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isthmus, newFolder, read, write } from './a-shell.ts'

const SCHEMA = '.isthmus/schemas/environment.json'

async function rulesIn(folder: string): Promise<readonly string[]> {
  const { out } = await isthmus(folder, 'validate', '--output', 'json')
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly rule: string }[] }
  return findings.map((each) => each.rule).filter((each) => each.startsWith('schemas/'))
}

async function aStart(): Promise<string> {
  const folder = newFolder()
  expect((await isthmus(folder, 'init')).code).toBe(0)
  return folder
}

test('schemas of another version are said, until they are written anew', async () => {
  const folder = await aStart()
  expect(await rulesIn(folder)).toEqual([])
  write(folder, SCHEMA, read(folder, SCHEMA).replace('"title"', '"tittle"'))
  expect(await rulesIn(folder)).toEqual(['schemas/stale'])
  rmSync(join(folder, SCHEMA))
  const { code, err, out } = await isthmus(folder, 'validate')
  expect([code, `${err}${out}`.includes('environment.json')]).toEqual([0, true])
  expect((await isthmus(folder, 'schema', '--write')).code).toBe(0)
  expect([await rulesIn(folder), existsSync(join(folder, SCHEMA))]).toEqual([[], true])
})

test('nothing is said where there are none, or where they are somebody else’s', async () => {
  const folder = await aStart()
  rmSync(join(folder, '.isthmus'), { recursive: true })
  expect(await rulesIn(folder)).toEqual([])
  write(folder, SCHEMA, '{}')
  expect(await rulesIn(folder)).toEqual([])
  rmSync(join(folder, '.isthmus'), { recursive: true })
  const outside = newFolder()
  mkdirSync(join(outside, 'schemas'))
  symlinkSync(outside, join(folder, '.isthmus'))
  expect(await rulesIn(folder)).toEqual([])
})
