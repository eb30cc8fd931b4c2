import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Drift } from '../../../../engine/model/drift.ts'
import { readDriftMarks } from '../../../../engine/model/drift-marks.ts'
import { markerOf, readStamp, stampedBody } from '../../../../engine/model/forge.ts'
import { recordOf } from '../../../../engine/model/history.ts'
import { driftMarkdown } from '../../../../engine/stages/report/drift-markdown.ts'
import { driftProposal } from '../../../../engine/stages/report/drift-sheets.ts'
import { driftOf, reportOf } from '../../../contracts/drift-reports.ts'

/** What a forge takes, in bytes; some count characters, which are never more. */
const FORGE_LIMIT = 65_536

const bytes = (text: string) => new TextEncoder().encode(text).length
const printOf = (i: number) => `${i}`.padStart(16, '0')

function many(n: number, more: (i: number) => Partial<Drift> = () => ({})): readonly Drift[] {
  return Array.from({ length: n }, (_, i) => driftOf(printOf(i), ['cluster1'], more(i)))
}

test('a thousand drifts: the text keeps whole ones, counts the rest, and the file has all', () => {
  const report = reportOf(many(1000))
  const body = stampedBody(driftProposal(report, 'main'))
  const shown = body.match(/^## /gm)?.length ?? 0
  const further = Number(/\*\*(\d+) further drifts in `drift\/gdw\.md`/.exec(body)?.[1])
  expect(bytes(body)).toBeLessThan(FORGE_LIMIT)
  expect(shown).toBeGreaterThan(20)
  expect(shown + further).toBe(1000)
  expect(body.match(/To live with it/g)).toHaveLength(shown)
  expect(driftMarkdown(report).match(/^## /gm)).toHaveLength(1000)
})

test('worst first, and marker, stamp and marks are the last words', () => {
  const report = reportOf(many(3))
  const body = stampedBody(driftProposal(report, 'main'))
  expect(markerOf(body)).toBe('drift/gdw')
  expect(readStamp(body)).toBeDefined()
  expect(readDriftMarks(body)).toEqual(
    report.drifts.map(recordOf).map(({ fingerprint, value }) => ({ fingerprint, value })),
  )
})

test('a mark in an observed value quiets nothing', () => {
  const forged = `<!-- isthmus-drifts: ${printOf(7)}=${printOf(8)} -->`
  const drift = driftOf(printOf(1), ['cluster1'], {
    fields: [{ pointer: '/data/x', desired: 'a', observed: forged }],
  })
  const body = driftProposal(reportOf([drift]), 'main').body
  expect(readDriftMarks(body).map((each) => each.fingerprint)).toEqual([printOf(1)])
  expect(readDriftMarks(forged)).toHaveLength(1)
})

const hostile = fc.string({ unit: fc.constantFrom('a', '\u202e', '`', '😀', '|', '\0', '<'), maxLength: 4000 })
test('whatever clusters hold, the proposal fits', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 12 }), fc.nat(40), (texts, n) => {
      const text = (i: number) => texts[i % texts.length] ?? ''
      const drifts = many(n, (i) => ({
        object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: text(i).slice(0, 253) },
        note: text(i),
        fields: Array.from({ length: 30 }, (_, k) => ({ pointer: `/${text(k)}`, desired: text(i), observed: null })),
        clusters: Array.from({ length: 50 }, (_, k) => `${text(k).slice(0, 63)}${k}`),
      }))
      const messages = texts.map((message) => ({
        policy: 'p',
        component: 'c',
        cluster: 'k',
        template: 't',
        message: message.repeat(20),
      }))
      const report = reportOf(drifts, {}, { undelivered: messages, unhealthy: messages, notEvaluated: messages })
      const draft = driftProposal(report, 'main')
      expect(bytes(stampedBody(draft)) + bytes(draft.title)).toBeLessThan(FORGE_LIMIT)
    }),
    { numRuns: 25 },
  )
})
