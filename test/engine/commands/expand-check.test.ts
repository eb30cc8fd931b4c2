import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { aRepository, isthmus, read, write } from './a-shell.ts'

const INDEX = 'rendered/gdw/.isthmus.json'
let work = ''
let index = ''

beforeAll(async () => {
  work = (await aRepository()).work
  await isthmus(work, 'expand')
  index = read(work, INDEX)
})

describe('expand --check, where all but the record of the folder is as it should be', () => {
  test.each<[string, (text: string) => string | undefined, number]>([
    ['as it is', (text) => text, 0],
    ['made by another version', (text) => text.replace(/"version": "[^"]+"/, '"version": "0.0.9"'), 0],
    ['gone', () => undefined, 2],
    ['cut off', (text) => text.slice(0, 40), 2],
    ['of nothing', () => '{"files":{}}', 2],
    ['without a version', (text) => text.replace(/"version": "[^"]+",/, ''), 2],
    ['of another version, and of other files', (text) => text.replace('0.1.0', '0.0.9').replace('README.md', 'x'), 2],
    ['of another environment', (text) => text.replace('0.1.0', '0.0.9').replace('"gdw"', '"shop"'), 2],
  ])('%s', async (_, change, code) => {
    const text = change(index)
    if (text === undefined) rmSync(join(work, INDEX))
    else write(work, INDEX, text)
    const ran = await isthmus(work, 'expand', '--check')
    expect(ran.code, ran.out).toBe(code)
    if (code === 2) expect(ran.out).toContain('  .isthmus.json')
  })
})
