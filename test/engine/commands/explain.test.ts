import { beforeAll, describe, expect, test } from 'vitest'
import { aRepository, isthmus, write } from './a-shell.ts'

describe('text of a repository does not steer the terminal', () => {
  let work: string
  beforeAll(async () => {
    work = (await aRepository()).work
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', namespace: 'shop' } }
    write(work, 'policies/own/map.yaml', JSON.stringify({ ...manifest, data: { text: 'x\u001b[2J' } }))
    write(work, 'policies/own/policy.yaml', 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: {}\n')
    write(
      work,
      'placements/own.yaml',
      'apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: own }\nspec: { environment: gdw, policies: [own], clusters: { all: true } }\n',
    )
  })

  test.each([
    ['ConfigMap/shop/map#/data/text', '/data/text, written at policies/own/map.yaml:1:'],
    ['ConfigMap/shop/map', 'the whole of it, written at policies/own/map.yaml:1:1'],
  ])('explain %s', async (object, place) => {
    const { code, out, err } = await isthmus(work, 'explain', object)
    expect(code).toBe(0)
    expect(out).toMatch(/x\\u(\{1b\}|001b)\[2J/)
    expect(out).toContain(`asked for by   ${place}`)
    for (const hidden of ['\u001b', '\u202e']) expect(`${out}${err}`).not.toContain(hidden)
  })
})
