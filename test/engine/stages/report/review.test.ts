import { expect, test } from 'vitest'
import type { ChangePlan } from '../../../../engine/model/change-plan.ts'
import type { Finding } from '../../../../engine/model/finding.ts'
import type { Review } from '../../../../engine/stages/report/review.ts'
import { reviewCheck, reviewComment, reviewSummary } from '../../../../engine/stages/report/review.ts'

const NOTHING = { policies: [], others: [], removals: [], clusters: { gained: [], lost: [] } }
const plan = { environment: 'gdw', ...NOTHING } as unknown as ChangePlan
const part = { environment: 'gdw', plan, wave: { region: undefined, next: [] } } as unknown as Review['parts'][number]
const fault = (change: Partial<Finding> = {}): Finding => ({
  rule: 'vault/quorum',
  severity: 'error',
  message: 'two voters',
  hint: 'use three',
  file: 'environments/gdw.yaml',
  line: 9,
  column: 3,
  ...change,
})
const review = (change: Partial<Review> = {}): Review => ({
  findings: [],
  parts: [part],
  rendering: 'follow-up',
  ...change,
})
const warning = fault({ severity: 'warning', file: 'environments/a.yaml', rule: 'image/unpinned' })

test.each<[string, Review, 'success' | 'failure', RegExp]>([
  ['nothing that changes', review(), 'success', /^no policy changes$/],
  ['a warning', review({ findings: [warning] }), 'success', /^no policy changes$/],
  ['errors', review({ findings: [fault(), warning, fault()], parts: [] }), 'failure', /^2 errors/],
  ['what cannot be rendered', review({ parts: [{ ...part, refused: 'x'.repeat(300) }] }), 'failure', /^x{139}…$/],
])('%s', (_, given, state, summary) => {
  const check = reviewCheck(given, 'c'.repeat(40))
  expect(check).toMatchObject({ name: 'isthmus/plan', state, summary: expect.stringMatching(summary) })
  expect(check.annotations).toHaveLength(given.findings.length)
})

test('fifty findings of usual length are all told', () => {
  const findings = Array.from({ length: 51 }, () => fault({ message: 'x'.repeat(150) }))
  expect(reviewComment(review({ findings }))).toContain('and 1 more')
})

test('findings stand at their places, in reading order', () => {
  const { annotations } = reviewCheck(review({ findings: [fault(), warning] }), 'c'.repeat(40))
  expect(annotations.map(({ file, line, severity, title }) => [file, line, severity, title])).toEqual([
    ['environments/a.yaml', 9, 'warning', 'image/unpinned'],
    ['environments/gdw.yaml', 9, 'error', 'vault/quorum'],
  ])
  expect(annotations[1]?.message).toBe('two voters. use three')
  const below = reviewCheck(review({ findings: [fault()] }), 'c'.repeat(40), 'platform/').annotations
  expect(below[0]?.file).toBe('platform/environments/gdw.yaml')
})

test('the comment stays below what forges take, whatever there is to say, and quotes nothing as markup', () => {
  const findings = Array.from({ length: 500 }, () => fault({ message: `<b>@all ${'ü'.repeat(500)}` }))
  const text = reviewComment(review({ findings, rendering: 'commit' }))
  // Plans beside them may take 45,000 bytes, and forges take 65,536.
  expect(new TextEncoder().encode(text).length).toBeLessThan(20_000)
  const shown = text.match(/^- \*\*error/gm)?.length ?? 0
  expect(shown).toBeGreaterThan(10)
  expect(text).toContain(`and ${500 - shown} more`)
  expect(text).not.toMatch(/<b>|@all/)
  expect(text).toMatch(/on this branch, as a commit of its own/)
  expect(reviewSummary(review({ findings }))).toMatch(/^500 errors/)
})
