import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import { attributionOf } from '../../engine/model/managed-fields.ts'
import { compare } from '../../engine/stages/compare.ts'

const FOLDER = new URL('../../../shared/conformance/hub/', import.meta.url)

function objectsOf(cluster: string): readonly JsonObject[] {
  const read = JSON.parse(readFileSync(new URL(`${cluster}.json`, FOLDER), 'utf8')) as Json
  const items = Array.isArray(read) ? read : listAt(read, 'items')
  return items.filter(isObject)
}

// The recordings are not part of the project.
describe.skipIf(!existsSync(FOLDER))(
  'members of a real hub (skipped where the recordings are not beside the project)',
  () => {
    test.each(['cluster1', 'cluster2'])('%s: the controller on the cluster said the same', (cluster) => {
      const objects = objectsOf(cluster)
      const policies = objects.filter((each) => each.kind === 'ConfigurationPolicy')
      expect(policies.length).toBeGreaterThan(3)
      for (const policy of policies) {
        const verdict = compare(policy, objects, { server: 'live' })
        if (verdict.compliant === 'Unknown') continue
        const details = listAt(policy, 'status', 'compliancyDetails')
        expect(verdict.compliant).toBe(textAt(policy, 'status', 'compliant'))
        expect(verdict.templates.map((each) => each.message)).toEqual(
          details.map((detail) => textAt(detail, 'conditions', 0, 'message')),
        )
      }
    })

    test.each([
      ['cluster1', '/spec/replicas', { manager: 'kubectl', operation: 'Update', time: null }],
      ['cluster2', '/data/log_level', { manager: 'hotfix-script', operation: 'Update', time: '2026-11-22T14:14:43Z' }],
    ])('%s: %s was changed by %o', (cluster, pointer, attribution) => {
      const objects = objectsOf(cluster)
      const changed = objects
        .filter((each) => each.kind === 'ConfigurationPolicy')
        .flatMap((policy) => compare(policy, objects, { server: 'live' }).differences)
        .filter((difference) => difference.fields.some((field) => field.pointer === pointer))
      expect(changed.map(({ observed }) => observed && attributionOf(observed, pointer))).toEqual([attribution])
    })
  },
)
