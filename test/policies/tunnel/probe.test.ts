import { describe, expect, test } from 'vitest'
import { at } from '../../../engine/model/json.ts'
import { tunnel } from '../../../policies/tunnel/index.ts'
import { PROBE_SCRIPT } from '../../../policies/tunnel/probe.ts'
import { expandIn, objectOf, objectsOf } from '../clusters/a-component-input.ts'
import { parses, runScript } from '../vault/shell.ts'

const connections = (lines: readonly string[]) =>
  runScript('bash', PROBE_SCRIPT, { oc: `printf '${lines.map((each) => `${each}\\n`).join('')}'` }, {})

describe('the script', () => {
  test('is one that the shell can parse', () => {
    expect(parses('bash', PROBE_SCRIPT)).toBe(true)
  })

  test.each([
    [
      'all reached',
      ['east-1 connected 14.2ms', 'east-2 connected 70ms'],
      { connected: '2', roundTrips: 'east-1=14.2ms east-2=70ms' },
    ],
    ['one broken', ['east-1 error 0s', 'east-2 connected 70ms'], { connected: '1', roundTrips: 'east-2=70ms' }],
    ['not measured yet', ['east-1 connected'], { connected: '1', roundTrips: '' }],
    ['no active gateway', [], { connected: '0', roundTrips: '' }],
  ])('%s', (_, lines, result) => {
    expect(connections(lines).result).toEqual(result)
  })

  test('leaves the old result where the API does not answer', () => {
    const ran = runScript('bash', PROBE_SCRIPT, { oc: 'exit 1' }, {})
    expect(ran.status).not.toBe(0)
    expect(ran.result).toEqual({})
  })
})

describe('its rights', () => {
  const { drafts } = expandIn(tunnel)
  const roles = objectsOf(drafts, 'tunnel-probe').filter((each) => at(each, 'kind') === 'Role')

  test('are to read gateways and to change its own result', () => {
    expect(roles.map((each) => at(each, 'rules'))).toEqual(
      expect.arrayContaining([
        [{ apiGroups: ['submariner.io'], resources: ['gateways'], verbs: ['get', 'list'] }],
        [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['tunnel-probe'], verbs: ['get', 'patch'] }],
      ]),
    )
  })

  test('its health wants as many peers as there are other clusters', () => {
    expect(at(objectOf(drafts, 'ConfigMap', 'tunnel-probe'), 'metadata', 'namespace')).toBe('isthmus-tunnel')
    const wanted = objectsOf(drafts, 'tunnel-member-health').find((each) => at(each, 'data', 'connected') !== undefined)
    expect(at(wanted, 'data', 'connected')).toBe('2')
  })
})
