import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { aConfigMap, aThing, hold } from './a-policy.ts'

const ABSENT = undefined
type Row = readonly [desired: Json, observed: Json | undefined, isCompliant: boolean, why: string]

function spec(value: Json | undefined) {
  return aThing({ spec: { keep: 'x', ...(value === undefined ? {} : { value }) } })
}

function isCompliant(desired: Json, observed: Json | undefined, complianceType: string, server: 'in-memory' | 'live') {
  return hold(spec(desired), [spec(observed)], { complianceType, options: { server } }).compliant === 'Compliant'
}

const ANYWHERE: readonly Row[] = [
  [null, 'x', false, 'null asks for removal of a scalar'],
  [null, ['x'], false, 'null asks for removal of a list'],
  [{}, {}, true, 'empty maps'],
  [['a'], [], false, 'a list to be filled'],
  [['a'], ABSENT, false, 'a list to be written'],
  [{ a: 1 }, 'x', false, 'a map against a scalar'],
  ['x', { a: 1 }, false, 'a scalar against a map'],
  ['1k', '1000', true, 'amounts in a map'],
  ['60', '60.0', true, 'amounts with a fraction'],
  ['1.10', '1.1', true, 'versions that look like amounts'],
  ['0.5', '500m', true, 'amounts with a suffix'],
  ['1Gi', '1G', false, 'other amounts'],
  ['5', 5, false, 'an amount as text never equals a number'],
  [5, '5', true, 'a number equals its text'],
  ['true', true, true, 'other texts equal by their printed form'],
  [true, 'true', true, 'and the other way round'],
  ['x', 'y', false, 'other texts'],
  [['b', 'a'], ['a', 'b'], true, 'the order of lists'],
  [['1k'], ['1000'], false, 'no amounts in lists'],
  [[1], ['1'], true, 'list items by their printed form'],
  [[['b', 'a']], [['a', 'b']], false, 'the order of a list in a list'],
  [[{ v: ['b', 'a'] }], [{ v: ['a', 'b'] }], true, 'the order of a list in a map in a list'],
]

describe.each(['musthave', 'mustonlyhave'])('%s', (complianceType) => {
  test.each(ANYWHERE)('%j against %j: %s (%s)', (desired, observed, expected) => {
    expect(isCompliant(desired, observed, complianceType, 'in-memory')).toBe(expected)
    expect(isCompliant(desired, observed, complianceType, 'live')).toBe(expected)
  })
})

const MUSTHAVE: readonly Row[] = [
  [null, { a: 1 }, true, 'null has no opinion on a map'],
  [{}, { a: 1 }, true, 'an empty map has no opinion on its members'],
  [[], ['a'], true, 'no list is ever emptied'],
  [{ a: 1 }, { a: 1, b: 2 }, true, 'more members'],
  [['a'], ['b', 'a'], true, 'more items'],
  [['a'], ['a', 'a'], true, 'an item once asked, twice there'],
  [['a', 'a'], ['a'], false, 'an item twice asked, once there'],
  [[{ a: 1 }, { b: 1 }], [{ a: 1, b: 1 }], false, 'two partial items never share one'],
  [
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
    false,
    'the general item takes what the specific one needs',
  ],
  [
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
    true,
    'specific first',
  ],
  [[{ name: 'x', v: 1 }], [{ name: 'x', v: 2 }], false, 'the item of that name has another value'],
  [[{ name: 'x' }], [{ name: 'y' }, { name: 'x', v: 2 }], true, 'the item of that name is there'],
  [[{ key: 'x', v: 1 }], [{ key: 'x', v: 2 }], false, 'only `name` is an identity'],
  [[{ verbs: ['get'] }], [{ verbs: ['get', 'list'] }], true, 'lists in items are subsets again'],
]

test.each(MUSTHAVE)('musthave: %j against %j: %s (%s)', (desired, observed, expected) => {
  expect(isCompliant(desired, observed, 'musthave', 'in-memory')).toBe(expected)
  expect(isCompliant(desired, observed, 'musthave', 'live')).toBe(expected)
})

const MUSTONLYHAVE: readonly Row[] = [
  [null, { a: 1 }, false, 'null replaces a map'],
  [{}, { a: 1 }, false, 'members nobody asked for'],
  [[], ['a'], false, 'items nobody asked for'],
  [{ a: 1 }, { a: 1, b: 2 }, false, 'one member more'],
  [['a'], ['b', 'a'], false, 'one item more'],
  [[{ a: 1 }], [{ a: 1, b: 2 }], false, 'one member of an item more'],
  [[{ name: 'x' }], [{ name: 'x', v: 1 }], false, 'names merge nothing'],
]

test.each(MUSTONLYHAVE)('mustonlyhave: %j against %j: %s (%s)', (desired, observed, expected) => {
  expect(isCompliant(desired, observed, 'mustonlyhave', 'in-memory')).toBe(expected)
  expect(isCompliant(desired, observed, 'mustonlyhave', 'live')).toBe(expected)
})

// What a dry-run update decides: the in-memory server stores anything, a real one forgets null. `[]` is left out by built-in types only.
const DECIDED_BY_SERVER: readonly (readonly [Json, inMemory: boolean, live: boolean])[] = [
  [null, false, true],
  [[], false, false],
  [false, false, false],
  [0, false, false],
  ['', false, false],
  [{}, false, false],
]

test.each(DECIDED_BY_SERVER)('musthave: %j against nothing: %s in memory, %s live', (desired, inMemory, live) => {
  expect(isCompliant(desired, ABSENT, 'musthave', 'in-memory')).toBe(inMemory)
  expect(isCompliant(desired, ABSENT, 'musthave', 'live')).toBe(live)
})

test.each([
  [null, true],
  [[], false],
  [false, false],
  [{}, false],
] as const)('mustonlyhave: %j against nothing: %s', (desired, expected) => {
  expect(isCompliant(desired, ABSENT, 'mustonlyhave', 'in-memory')).toBe(expected)
  expect(isCompliant(desired, ABSENT, 'mustonlyhave', 'live')).toBe(expected)
})

test('a real server leaves out what built-in types leave out', () => {
  const pod = (spec: Json) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'app' }, spec })
  const asked = pod({
    hostNetwork: false,
    tolerations: [],
    nodeSelector: {},
    containers: [{ name: 'c', image: 'i', stdin: false }],
  })
  const there = pod({ containers: [{ name: 'c', image: 'i' }] })
  expect(hold(asked, [there], { options: { server: 'live' } }).compliant).toBe('Compliant')
  expect(hold(asked, [there]).compliant).toBe('NonCompliant')
  const pointer = pod({ containers: [{ name: 'c', securityContext: { allowPrivilegeEscalation: false } }] })
  expect(hold(pointer, [there], { options: { server: 'live' } }).compliant).toBe('NonCompliant')
})

describe('a real API server', () => {
  const live = { options: { server: 'live' } } as const

  test.each<[string, JsonObject, JsonObject, boolean]>([
    ['keeps an empty value of any key of a ConfigMap', { data: { namespace: '' } }, { data: { a: 'b' } }, false],
    [
      'keeps no empty texts, lists and maps of its own kinds',
      { x: { workingDir: '', tolerations: [] } },
      { x: {} },
      true,
    ],
    [
      'keeps no delay of zero',
      { x: { livenessProbe: { initialDelaySeconds: 0 } } },
      { x: { livenessProbe: {} } },
      true,
    ],
    ['keeps an empty class of storage', { x: { storageClassName: '' } }, { x: {} }, false],
  ])('%s', (_, asked, there, isCompliant) => {
    const verdict = hold(aConfigMap(asked), [aConfigMap(there)], live)
    expect(verdict.compliant).toBe(isCompliant ? 'Compliant' : 'NonCompliant')
  })

  test('has a Secret’s stringData in data, and only the keys that differ are named', () => {
    const asked = { ...aConfigMap({ stringData: { user: 'ada', password: 'new' } }), kind: 'Secret' }
    const there = { ...aConfigMap({ data: { user: 'YWRh', password: 'b2xk', more: 'YQ==' } }), kind: 'Secret' }
    for (const [type, pointers] of [
      ['musthave', ['/data/password']],
      ['mustonlyhave', ['/data/password', '/data/more']],
    ] as const) {
      const [found] = hold(asked, [there], { ...live, complianceType: type }).differences
      expect(found?.fields.map((each) => each.pointer)).toEqual(pointers)
    }
  })
})
