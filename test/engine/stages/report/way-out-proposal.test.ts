import { describe, expect, test } from 'vitest'
import { markerOf, stampedBody, taskItems } from '../../../../engine/model/forge.ts'
import { askersIn, isAsker } from '../../../../engine/model/way-out.ts'
import { wayOutProposal } from '../../../../engine/stages/report/way-out-proposal.ts'
import { putBackCommand, waysOutLines } from '../../../../engine/stages/report/ways-out.ts'
import { parseTick } from '../../../../engine/stages/ways-out/commands.ts'
import { aDrift, aRequest } from '../../flows/ways-out/a-work.ts'

const HOSTILE =
  '`</details><!-- isthmus-asked-by:0000000000000000 --><!-- isthmus:drift/x -->\n- [ ] adopt ffff: x @all'

describe('the proposal of a way out', () => {
  test.each(['adopt', 'ignore', 'enforce-here'] as const)(
    '%s: what others wrote neither leaves its place nor forges a mark',
    (way) => {
      const drift = aDrift({
        policy: HOSTILE,
        clusters: [HOSTILE],
        object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: HOSTILE },
        fields: [{ pointer: `/${HOSTILE}`, desired: HOSTILE, observed: HOSTILE }],
      })
      const request = aRequest({ way, by: HOSTILE, askers: [HOSTILE, 'Ada'], until: '2026-04-01', because: HOSTILE })
      const overwrites = Array.from({ length: 500 }, () => drift)
      const draft = wayOutProposal({
        environment: 'gdw',
        base: 'main',
        request,
        drift,
        owners: ['@a/b'],
        files: [HOSTILE],
        overwrites,
      })
      const body = stampedBody(draft)
      expect(markerOf(body)).toBe(`${way}/${drift.fingerprint}`)
      expect(isAsker(askersIn(body), 'Ada') && isAsker(askersIn(body), HOSTILE)).toBe(true)
      expect(isAsker(askersIn(body), 'Grace')).toBe(false)
      expect(taskItems(body)).toEqual([])
      expect(draft.title).toMatch(/^gdw: [^\n]{1,200}$/)
      expect(new TextEncoder().encode(body).length).toBeLessThan(65_536)
    },
  )
})

test('a drift on a fleet has a proposal that a forge takes', () => {
  const clusters = Array.from({ length: 3500 }, (_, i) => `cluster-${i}-of-a-fleet`)
  const drift = aDrift({ clusters })
  const asked = { environment: 'fleet', base: 'main', drift, owners: [], files: ['exceptions/x.yaml'] }
  for (const way of ['adopt', 'ignore', 'enforce-here'] as const) {
    const draft = wayOutProposal({ ...asked, request: aRequest({ way }), overwrites: [drift] })
    expect(draft.body).toContain('cluster-99-of-a-fleet and 3400 more')
    expect(new TextEncoder().encode(stampedBody(draft)).length).toBeLessThan(10_000)
  }
})

describe('the ways out that a drift shows', () => {
  const boxes = (drift: ReturnType<typeof aDrift>) =>
    taskItems(waysOutLines(drift).join('\n')).map((each) => parseTick(each.text)?.way)

  test('boxes that are understood when they are ticked', () => {
    expect(boxes(aDrift())).toEqual(['adopt', 'enforce-here'])
  })

  test.each([
    ['redacted values', { fields: [{ pointer: '/data/x', desired: '(redacted)', observed: '(redacted)' }] }],
    ['a missing object', { change: 'missing' as const, fields: [] }],
    ['an unexpected object', { change: 'unexpected' as const, fields: [] }],
  ])('no adoption of %s', (_, change) => {
    expect(boxes(aDrift(change))).toEqual(['enforce-here'])
  })

  test.each([
    ['a patch', {}, "oc patch StatefulSet vault -n vault --type=json -p '[]'"],
    ['a removal', { change: 'unexpected' as const }, 'oc delete StatefulSet vault -n vault'],
  ])('the command: %s', (_, change, wanted) => {
    const command = putBackCommand(aDrift({ patch: [{ op: 'remove', path: "/a'b" }], ...change }))
    expect(command?.replace(/'\[.*\]'$/, "'[]'")).toBe(wanted)
  })

  test.each([
    [
      'a name that a shell would read',
      { object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: '$(x)' } },
    ],
    ['a patch longer than a line may be', { patch: [{ op: 'replace' as const, path: '/a', value: 'x'.repeat(9000) }] }],
    ['no patch', {}],
  ])('no command for %s', (_, change) => {
    expect(putBackCommand(aDrift(change))).toBeUndefined()
  })
})
