import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { generatorDifferences, readGeneratorCase, runGenerator } from './generator-case.ts'

const CASES = new URL('../../../shared/conformance/generator/', import.meta.url)
const COLLECTION = new URL('../../../shared/conformance/collection/', import.meta.url)
const PATH = process.env.PATH ?? ''

// The recordings are not part of the project.
describe.skipIf(!existsSync(CASES))(
  'what the original generator wrote (skipped where the recordings are not beside the project)',
  () => {
    test('every recorded file gives the same objects in the same order, or is refused for the same field', async () => {
      const lines = readFileSync(new URL('cases.jsonl', CASES), 'utf8').trim().split('\n')
      expect(lines.length).toBeGreaterThan(200)
      const failed = []
      for (const each of lines.map(readGeneratorCase)) {
        const got = await runGenerator(JSON.stringify(each.generator), fileURLToPath(new URL('files', CASES)), PATH)
        const differences = generatorDifferences(each, got)
        if (differences.length > 0) failed.push({ id: each.id, differences })
      }
      expect(failed).toEqual([])
    })
  },
)

const sets = existsSync(COLLECTION)
  ? readdirSync(COLLECTION).filter((name) => existsSync(new URL(`${name}/expected.json`, COLLECTION)))
  : []

describe.skipIf(sets.length === 0)('sets that people use (skipped where they are not beside the project)', () => {
  test.each(sets.map((name) => [name]))('%s', async (name) => {
    const folder = fileURLToPath(new URL(`${name}/input`, COLLECTION))
    const text = readFileSync(`${folder}/policyGenerator.yaml`, 'utf8')
    const output = JSON.parse(readFileSync(new URL(`${name}/expected.json`, COLLECTION), 'utf8')) as readonly Json[]
    const got = await runGenerator(text, folder, PATH)
    expect(generatorDifferences({ id: name, generator: {}, output, error: undefined }, got)).toEqual([])
  })
})
