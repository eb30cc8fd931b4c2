import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExceptedReport } from '../../../../engine/model/exception.ts'
import { escapeHtml } from '../../../../engine/model/markup.ts'
import type { Topology } from '../../../../engine/model/topology.ts'
import { driftHtml } from '../../../../engine/stages/report/drift-html.ts'
import { driftOf, reportOf, topologyFor } from '../../../contracts/drift-reports.ts'

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>'\`</style>&lt;\u202e javascript:x`

/** The page with one text in every place that clusters and people fill. */
function everywhere(text: string): string {
  const condition = { policy: text, component: text, cluster: text, template: text, message: text }
  const field = { pointer: text, path: `${text}/path`, desired: { [text]: [text] }, observed: text }
  const drift = driftOf(text, [text, 'b', 'c', 'd', 'e'], {
    policy: text,
    object: { apiVersion: text, kind: text, namespace: text, name: text },
    fields: [field],
    attribution: { manager: text, operation: text, time: text },
    note: text,
    fight: { managers: [text], flips: 3, since: text },
    source: { file: text, line: 1 },
  })
  const excepted = { drift, exception: text, until: text, because: text, owner: text, source: drift.source }
  const report: ExceptedReport = {
    ...reportOf([drift], {}, { environment: text, source: text, observedAt: text }),
    clusters: [{ name: text, state: 'unknown', lastSeen: text, reason: text }],
    policies: [
      {
        policy: text,
        component: text,
        cluster: text,
        state: 'reverted',
        reason: text,
        reverted: { times: 2, last: text, message: text },
      },
    ],
    unhealthy: [condition],
    actions: [condition],
    undelivered: [condition],
    tolerances: [text],
    notEvaluated: [condition],
    hidden: [{ rule: text, reason: text, count: 1 }],
    excepted: [excepted],
    findings: [{ rule: 'a/b', severity: 'error', message: text, hint: text, file: text, line: 1, column: 1 }],
  }
  return driftHtml(report, topologyOf(text))
}

/** Two regions, so that links are drawn, with the text for every name. */
function topologyOf(text: string): Topology {
  const clusters = [text, `${text}-2`]
  return {
    environment: text,
    hub: { namespace: text },
    entries: [text],
    regions: clusters.map((name) => ({ cloud: text, name: text, clusters: [name] })),
    links: { component: text, clusters },
    services: [
      {
        name: text,
        component: text,
        kind: 'raft',
        members: [{ cluster: text, nodes: 2 }],
        voters: 2,
        quorum: 2,
        afterRegion: -2,
      },
    ],
  }
}

const tagsOf = (page: string) => page.match(/<\/?[a-z][a-z0-9]*|<!/gi) ?? []

describe('whatever clusters are called', () => {
  test('a hostile text is text everywhere', () => {
    const page = everywhere(HOSTILE)
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|\u202e/)
    expect(tagsOf(page)).toEqual(tagsOf(everywhere('plain')))
  })

  test('no text makes a tag or leaves an attribute', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '/', 'a', ' ', '\n') }),
        (text) => {
          expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/)
        },
      ),
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '"', "'", 'script', '-->', ']]>', '\0'), minLength: 1 }),
        (text) => {
          expect(tagsOf(everywhere(text))).toHaveLength(tagsOf(everywhere('plain')).length)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('the page needs nothing else', () => {
  const report = reportOf([driftOf('f1', ['cluster1'])], { cluster1: 'drifted', cluster3: 'unknown' })
  const page = driftHtml(report, topologyFor(report))

  test('it fetches nothing, and its policy allows its one style only', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b|@import|url\(|\son[a-z]+=|\sstyle=/i)
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page).toContain(`default-src 'none'; style-src &#39;sha256-${hash}&#39;`.replaceAll("'", '&#39;'))
  })

  test.each([
    ['a language', /<html lang="en">/],
    ['a title', /<title>Drift in gdw/],
    ['a way past the map', /<a class="skip" href="#drifts">/],
    ['one main part', /<main>/],
    [
      'a picture that says what it is',
      /<svg class="topology[^>]* role="img" aria-labelledby="topology-wide-title topology-wide-desc"><title id="topology-wide-title">Topology of gdw<\/title><desc id="topology-wide-desc">region-1: cluster1 \(1 drift\)/,
    ],
    ['headings of rows and columns', /<th scope="row">cluster1<\/th>/],
    ['states as words and signs', /✗ drifted/],
    [
      'what should be beside what is',
      /<td class="want"[^>]*><code>3<\/code><\/td><td class="have"[^>]*><code>2<\/code>/,
    ],
  ])('%s', (_, pattern) => {
    expect(page).toMatch(pattern)
  })
})
