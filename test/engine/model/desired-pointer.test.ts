import { describe, expect, test } from 'vitest'
import { desiredPointer } from '../../../engine/model/desired-pointer.ts'
import type { Json } from '../../../engine/model/json.ts'
import { readablePath } from '../../../engine/model/readable-path.ts'

const named = (name: string, image: string) => ({ name, image })
const desired = {
  spec: { containers: [named('vault', 'v1'), named('agent', 'a1')], args: ['-a', '-b'], from: [cidr('10.0.0.0/8')] },
}
const observed = {
  spec: {
    containers: [named('injected', 'i'), named('agent', 'a2'), named('vault', 'v2')],
    args: ['-b', '-c'],
    from: [cidr('0.0.0.0/0'), cidr('10.0.0.0/8')],
    hostile: [{ name: 'a]/[b' }, { name: 'https://u:hunter2@host' }, 1],
  },
}
function cidr(text: string): Json {
  return { ipBlock: { cidr: text } }
}

describe('the desired place of an observed field', () => {
  test.each<[string, string, Json | undefined, string]>([
    ['a plain field', '/spec/containers', undefined, '/spec/containers'],
    ['an item that stands elsewhere', '/spec/containers/2/image', 'v1', '/spec/containers/0/image'],
    ['an item told by its value', '/spec/args/0', '-b', '/spec/args/1'],
    ['an item that the cluster has not', '/spec/containers/3', named('agent', 'a1'), '/spec/containers/1'],
    ['an item by what it holds', '/spec/from/1/ipBlock', undefined, '/spec/from/0/ipBlock'],
    ['a field that is not desired', '/spec/hostile/0', undefined, '/spec'],
    ['a key of everything', '/__proto__/x', undefined, ''],
    ['the whole object', '', undefined, ''],
  ])('%s', (_, pointer, wanted, expected) => {
    expect(desiredPointer(desired, observed, pointer, wanted)).toBe(expected)
  })
})

describe('a path for people', () => {
  test.each<[string, string]>([
    ['/spec/containers/2/image', '/spec/containers/[vault]/image'],
    ['/spec/from/0', '/spec/from/[0.0.0.0/0]'],
    ['/spec/args/0', '/spec/args/0'],
    ['/spec/hostile/0/name', '/spec/hostile/0/name'],
    ['/spec/hostile/1/name', '/spec/hostile/1/name'],
    ['/spec/gone/7/x', '/spec/gone/7/x'],
    ['/metadata/annotations/a~1b', '/metadata/annotations/a~1b'],
  ])('%s', (pointer, expected) => {
    expect(readablePath(observed, pointer)).toBe(expected)
  })

  test('an item that the object has not is named by what it should be', () => {
    expect(readablePath(observed, '/spec/containers/3', named('new', 'x'))).toBe('/spec/containers/[new]')
  })
})
