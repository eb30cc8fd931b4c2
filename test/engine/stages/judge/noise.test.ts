import { readdirSync, readFileSync } from 'node:fs'
import jsonPatch from 'fast-json-patch'
import { describe, expect, test } from 'vitest'
import { appliedBy, fieldsOf } from '../../../../engine/commands/demo/managed-fields.ts'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { NOISE_RULES, noiseRulesWithout } from '../../../../engine/model/noise-rules.ts'
import type { Operation } from '../../../../engine/model/patch.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import { quiet } from '../../../../engine/stages/judge/noise.ts'
import { parseYaml } from '../../../../engine/stages/render/yaml.ts'

interface NoiseCase {
  readonly says: string
  readonly desired?: JsonObject
  readonly type?: 'musthave'
  readonly set?: JsonObject
  readonly remove?: readonly string[]
  /** Other objects of the cluster. */
  readonly also?: readonly JsonObject[]
  /** Who wrote `managed` (all of the object where absent). */
  readonly manager?: string
  readonly managed?: readonly string[]
  readonly stateful?: boolean
  /** Pointers that are still shown. */
  readonly left?: readonly string[]
  /** How many fields were hidden all the same. */
  readonly hides?: number
}

interface NoiseCases {
  readonly rule: string
  readonly desired: JsonObject
  readonly type?: 'musthave'
  readonly hides: readonly NoiseCase[]
  readonly keeps: readonly NoiseCase[]
}

const folder = 'test/engine/stages/judge/cases/noise'
const files = readdirSync(folder).sort()
const all = files.map((file) => parseYaml(readFileSync(`${folder}/${file}`, 'utf8')) as unknown as NoiseCases)

/** What is shown and hidden of an object that was made from the desired one by some changes. */
function look(cases: NoiseCases, each: NoiseCase, rules = NOISE_RULES) {
  const desired = each.desired ?? cases.desired
  const observed = observedOf(desired, each)
  const objects = [observed, ...(each.also ?? [])]
  const complianceType = each.type ?? cases.type ?? 'mustonlyhave'
  const template = { complianceType, objectDefinition: desired }
  const policy = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: 'p' },
    spec: { remediationAction: 'inform', 'object-templates': [template] },
  }
  const verdict = compare(policy, objects, { server: 'live' })
  const quieted = verdict.differences.map((one) => quiet(one, { rules, objects, stateful: each.stateful ?? false }))
  return {
    compliant: verdict.compliant,
    left: quieted.flatMap(({ difference }) => difference?.fields.map(({ pointer }) => pointer) ?? []),
    hidden: quieted.flatMap((one) => one.hidden),
    patches: quieted.flatMap(({ difference }) => (difference ? [difference.patch] : [])),
    observed,
  }
}

function observedOf(desired: JsonObject, each: NoiseCase): JsonObject {
  const operations: Operation[] = [
    ...Object.entries(each.set ?? {}).map(([path, value]) => ({ op: 'add' as const, path, value })),
    ...(each.remove ?? []).map((path) => ({ op: 'remove' as const, path })),
  ]
  const changed = jsonPatch.applyPatch(structuredClone(desired), operations as never[]).newDocument as JsonObject
  return each.manager === undefined ? changed : writtenBy(changed, each.manager, each.managed)
}

function writtenBy(object: JsonObject, manager: string, managed: readonly string[] | undefined): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  if (managed === undefined) {
    const owned = appliedBy(manager, '2026-01-01T00:00:00Z', object)
    return withOwner(owned, { manager, time: '2026-01-01T00:00:00Z' })
  }
  const [pointer = ''] = managed
  const keys = pointer.slice(1).split('/')
  const fieldsV1 = keys.reduceRight<JsonObject>((inner, key) => ({ [`f:${key}`]: inner }), {})
  const entry = { manager, operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1 }
  const owned = { ...object, metadata: { ...metadata, managedFields: [entry] } }
  return withOwner(owned, { manager: 'owner', time: '2025-01-01T00:00:00Z' })
}

/** managedFields own each ownerReference by its uid. */
function withOwner(object: JsonObject, by: { manager: string; time: string }): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const references = Array.isArray(metadata.ownerReferences) ? (metadata.ownerReferences as readonly Json[]) : []
  if (references.length === 0) return object
  const owned = Object.fromEntries(
    references.map((each) => [`k:${JSON.stringify({ uid: isObject(each) ? each.uid : '' })}`, fieldsOf(each)]),
  )
  const fieldsV1 = { 'f:metadata': { 'f:ownerReferences': owned } }
  const before = Array.isArray(metadata.managedFields) ? (metadata.managedFields as readonly Json[]) : []
  const entry = { manager: by.manager, operation: 'Update', time: by.time, fieldsV1 }
  return { ...object, metadata: { ...metadata, managedFields: [...before, entry] } }
}

test('every rule has its cases', () => {
  expect(all.map((each) => each.rule).sort()).toEqual(NOISE_RULES.map((each) => each.id).sort())
  for (const { hides, keeps } of all) expect(Math.min(hides.length, keeps.length)).toBeGreaterThan(0)
})

describe.each(all)('$rule', (cases) => {
  test.each(cases.hides)('hides $says', (each) => {
    const seen = look(cases, each)
    expect(seen.compliant).toBe('NonCompliant')
    expect(new Set(seen.hidden)).toEqual(new Set([cases.rule]))
    expect(seen.left).toEqual(each.left ?? [])
    const without = look(cases, each, noiseRulesWithout([cases.rule]))
    expect(without.left.length).toBeGreaterThan(seen.left.length)
  })

  test.each(cases.keeps)('keeps $says', (each) => {
    const seen = look(cases, each)
    expect(seen.left).toEqual(each.left)
    expect(seen.hidden).toHaveLength(each.hides ?? 0)
  })

  test('hides neither that an object is gone nor that one must not be there', () => {
    for (const change of ['missing', 'unexpected'] as const) {
      const observed = change === 'missing' ? undefined : cases.desired
      const key = { apiVersion: 'v1', kind: 'x', namespace: '', name: 'x' }
      const difference = { object: key, change, fields: [], patch: [], observed, template: '' }
      expect(quiet(difference, { rules: NOISE_RULES, objects: [], stateful: false })).toEqual({
        difference,
        hidden: [],
      })
    }
  })
})

test('the patch takes no noise away', () => {
  const cases = all.find((each) => each.rule === 'server/default')
  if (!cases) throw new Error('no cases of server/default')
  const seen = look(cases, { says: '', set: { '/spec/replicas': 4, '/spec/revisionHistoryLimit': 10 } })
  expect(seen.left).toEqual(['/spec/replicas'])
  expect(seen.patches).toEqual([[{ op: 'remove', path: '/spec/replicas' }]])
})
