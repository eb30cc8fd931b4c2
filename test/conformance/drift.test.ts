import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDriftCase, runDriftCase } from './drift-case.ts'
import { unlike } from './unlike.ts'

const FOLDER = new URL('../../../shared/conformance/drift/', import.meta.url)

// The recordings are not part of the project.
describe.skipIf(!existsSync(FOLDER))(
  "RHACM's own verdicts (skipped where the recordings are not beside the project)",
  () => {
    test.each(['cases.jsonl', 'upstream.jsonl'])('%s', (name) => {
      const lines = readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n')
      expect(lines.length).toBeGreaterThan(20)
      const failed = lines.map(readDriftCase).flatMap((each) => {
        const differences = unlike(each.expected, JSON.parse(JSON.stringify(runDriftCase(each))))
        return differences.length === 0 ? [] : [{ id: each.id, differences }]
      })
      expect(failed).toEqual([])
    })
  },
)
