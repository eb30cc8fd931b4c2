import { readFileSync } from 'node:fs'
import jsonPatch from 'fast-json-patch'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { rulesFor, severityOf } from '../../../../engine/stages/judge/severity.ts'
import { SEVERITY_RULES } from '../../../../engine/stages/judge/severity-rules.ts'
import { parseYaml } from '../../../../engine/stages/render/yaml.ts'
import type { RawDriftOptions } from './a-raw-drift.ts'
import { aRawDrift } from './a-raw-drift.ts'

interface SeverityCase extends RawDriftOptions {
  readonly says: string
  /** `content`: no row of the table is about it. */
  readonly rule: string
  readonly severity: string
  readonly desired: JsonObject
  readonly set?: JsonObject
  readonly remove?: readonly string[]
  readonly gone?: true
}

const cases = parseYaml(
  readFileSync('test/engine/stages/judge/cases/severity.yaml', 'utf8'),
) as unknown as readonly SeverityCase[]

function observedOf({ desired, set = {}, remove = [], gone }: SeverityCase): JsonObject | undefined {
  const operations = [
    ...Object.entries(set).map(([path, value]) => ({ op: 'add', path, value })),
    ...remove.map((path) => ({ op: 'remove', path })),
  ]
  return gone
    ? undefined
    : (jsonPatch.applyPatch(structuredClone(desired), operations as never[]).newDocument as JsonObject)
}

describe('severity of a drift', () => {
  test.each(cases)('$says: $severity', (each) => {
    const raw = aRawDrift(each.desired, observedOf(each), each)
    expect(rulesFor(raw).map((rule) => rule?.id ?? 'content')).toContain(each.rule)
    expect(severityOf(raw)).toBe(each.severity)
  })

  test('is no less than the policy says, but for metadata', () => {
    for (const each of cases.filter((one) => one.rule !== 'metadata/only')) {
      expect(severityOf(aRawDrift(each.desired, observedOf(each), { ...each, own: 'critical' }))).toBe('critical')
    }
  })

  test('the worst field counts', () => {
    const [desired] = cases.filter((each) => each.rule === 'metadata/only').map((each) => each.desired)
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged', team: 'b' }
    const observed = { ...desired, metadata: { name: 'a', labels } }
    expect(severityOf(aRawDrift(desired ?? {}, observed))).toBe('critical')
  })

  test('every row has a case', () => {
    const untold = SEVERITY_RULES.map((each) => each.id).filter((id) => !cases.some((each) => each.rule === id))
    expect(untold).toEqual([])
  })
})
