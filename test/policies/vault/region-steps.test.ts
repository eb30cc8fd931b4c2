import { expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { vault } from '../../../policies/vault/index.ts'
import type { Sketch } from './component-input.ts'
import { inputFor } from './component-input.ts'

const MIXED: Sketch = { regions: [{ name: 'c1' }, { name: 'c2' }, { name: 'c3', cloud: 'gcp' }] }

function prepared(name: string, cloud: string, settings: JsonObject = {}) {
  const change = {
    kind: 'join',
    region: 'r',
    joining: [{ name, region: 'r', cloud }],
    leaving: [],
    staying: [{ name: 'c1', region: 'region-0', cloud: 'aws' }],
    members: [],
    first: 'c1',
  } as const
  return vault.regionSteps?.(inputFor(vault, MIXED, settings), change).find((each) => each.phase === 'prepare')
}

test('the key gets a replica in a region of AWS, and only there', () => {
  expect(prepared('c2', 'aws')?.commands.join()).toContain('replicate-key')
  expect(prepared('c3', 'gcp')?.commands.join()).not.toContain('replicate-key')
  expect(prepared('c3', 'gcp')?.evidence.map((each) => each.object)).toContain('Secret isthmus-gdw/gdw-vault-seal')
})

test('nobody waits for a CA on the hub that the settings hold', () => {
  expect(prepared('c2', 'aws')?.evidence.map((each) => each.key)).toEqual(['vault-api-ca-c2'])
  const given = { apiAuthorities: { c2: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n' } }
  expect(prepared('c2', 'aws', given)?.evidence).toEqual([])
})

test('the old writer is stopped before the new one, which has to be let in, and nothing that it made is deleted', () => {
  const [c1, c2] = ['c1', 'c2'].map((name, i) => ({ name, region: `region-${i}`, cloud: 'aws' }))
  if (!c1 || !c2) throw new Error('no clusters')
  const sketch: Sketch = { regions: [{ name: 'c2' }, { name: 'c3' }, { name: 'c4' }] }
  const change = {
    kind: 'retire',
    region: 'region-0',
    joining: [],
    leaving: [c1],
    staying: [c2],
    members: [],
    first: 'c1',
  } as const
  const [move] = vault.regionSteps?.(inputFor(vault, sketch), change) ?? []
  const order = ['primary: c2', 'c1 -n vault-config-operator scale', 'c1 -n vault delete serviceaccount', 'day1.sh']
  const said = move?.commands.join('\n') ?? ''
  expect(order.map((each) => said.indexOf(each))).toEqual(order.map((each) => said.indexOf(each)).sort((a, b) => a - b))
  expect(order.filter((each) => !said.includes(each))).toEqual([])
})
