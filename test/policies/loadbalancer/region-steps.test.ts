import { expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { RegionChange } from '../../../engine/model/runbook.ts'
import { loadbalancer } from '../../../policies/loadbalancer/index.ts'
import type { Sketch } from '../vault/component-input.ts'
import { inputFor } from '../vault/component-input.ts'

const MIXED: Sketch = {
  regions: [{ name: 'c1' }, { name: 'c2', cloud: 'gcp' }, { name: 'c3', cloud: 'azure' }],
  components: { vault: {} },
}
const there = (name: string) => ({ name, region: `region-of-${name}`, cloud: 'gcp' })

function steps(settings: JsonObject, change: Partial<RegionChange>) {
  const base: RegionChange = {
    kind: 'join',
    region: 'r',
    joining: [],
    leaving: [],
    staying: [there('c1')],
    members: [],
    first: 'c1',
  }
  return loadbalancer.regionSteps?.(inputFor(loadbalancer, MIXED, settings), { ...base, ...change }) ?? []
}

const joins: readonly [string, JsonObject, readonly string[]][] = [
  ['with health checks', {}, ['health-check-vault-c2', 'health-check-vault-c3']],
  ['with addresses alone', { dns: 'other' }, ['ingress-address-c2', 'ingress-address-c3']],
]

test.each(joins)(
  'a region has entered the names %s when the inputs that its records read are there',
  (_, given, keys) => {
    const [step] = steps(given, { joining: [there('c2'), there('c3')] })
    expect(step?.evidence.map((each) => each.key)).toEqual(keys)
  },
)

test('where nothing checks, a person takes a dead region out of the names', () => {
  const change = { kind: 'replace', leaving: [there('c2')], joining: [there('c3')] } as const
  expect(steps({ dns: 'other' }, change).map((each) => each.phase)).toEqual(['settle', 'unpublish'])
  expect(steps({}, change).map((each) => each.phase)).toEqual(['settle', 'prepare'])
})
