import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChangePlan } from '../../../engine/model/change-plan.ts'
import type { Drift, DriftReport } from '../../../engine/model/drift.ts'
import { driftMarkdown } from '../../../engine/stages/report/drift-markdown.ts'
import { code, plain, withinLimit } from '../../../engine/stages/report/markdown.ts'
import { planMarkdown } from '../../../engine/stages/report/plan.ts'
import { driftText } from '../../../engine/stages/report/text.ts'

const HOSTILE =
  '`</details><script>alert(1)</script> [x](http://evil) @admin | \u202etxt.exe <!-- isthmus:drift/other -->'
const noColour = { red: String, yellow: String, green: String, bold: String, dim: String }

function aDrift(change: Partial<Drift> = {}): Drift {
  return {
    fingerprint: 'f00d',
    policy: 'vault-c1',
    template: 'env-vault-c1-set',
    component: 'vault',
    clusters: ['c1'],
    object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
    change: 'different',
    fields: [{ pointer: '/spec/replicas', desired: 3, observed: 2 }],
    patch: [{ op: 'replace', path: '/spec/replicas', value: 3 }],
    attribution: { manager: 'kubectl', operation: 'Update', time: '2026-01-02T03:04:05Z' },
    severity: 'high',
    firstSeen: '2026-01-02T03:05:00Z',
    lastSeen: '2026-01-02T03:05:00Z',
    source: { file: 'environments/gdw.yaml', line: 30 },
    ...change,
  }
}

function aReport(drifts: readonly Drift[]): DriftReport {
  return {
    environment: 'gdw',
    observedAt: '2026-01-02T03:05:00Z',
    source: 'directory x',
    summary: { inSync: 1, drifted: 1, reverted: 0, unknown: 1, pending: 0, notRolledOut: 0, error: 0 },
    clusters: [
      { name: 'c1', state: 'drifted', lastSeen: '2026-01-02T03:05:00Z' },
      { name: 'c2', state: 'inSync', lastSeen: '2026-01-02T03:05:00Z' },
      { name: 'c3', state: 'unknown', lastSeen: null, reason: 'no folder c3' },
    ],
    drifts,
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
  }
}

describe('a drift report', () => {
  const text = driftMarkdown(aReport([aDrift()]))
  test.each([
    ['the object', '`StatefulSet vault/vault`'],
    ['the field', '| `/spec/replicas` | `3` | `2` |'],
    ['the tool and the time', 'kubectl (Update, 2026-01-02 03:04 UTC)'.replaceAll('(', '\\(').replaceAll(')', '\\)')],
    ['the line that asked for it', '`environments/gdw.yaml:30`'],
    [
      'the command that puts it back',
      `oc patch StatefulSet vault -n vault --type=json -p '[{"op":"replace","path":"/spec/replicas","value":3}]'`,
    ],
    ['the dark cluster', '`c3`: no folder c3; last seen never'],
  ])('says %s', (_, words) => {
    expect(text).toContain(words)
  })

  test('says the same on a terminal', () => {
    const shown = driftText(aReport([aDrift()]), noColour)
    for (const words of [
      'StatefulSet vault/vault different on c1',
      '/spec/replicas: 3 → 2',
      'kubectl',
      'environments/gdw.yaml:30',
      'c3',
      'unknown',
    ]) {
      expect(shown).toContain(words)
    }
  })

  test('of what was acknowledged it says on a terminal until when', () => {
    const drift = aDrift()
    const quiet = new Map([[drift.fingerprint, '2026-04-01T10:00:00Z']])
    const words = 'acknowledged, and so without an alert or a proposal until 2026-04-01 10:00'
    expect(driftText(aReport([drift]), noColour, { quiet })).toContain(words)
    expect(driftText(aReport([drift]), noColour)).not.toContain('acknowledged')
  })

  test('a hostile name is text', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: HOSTILE, name: HOSTILE }
    const shown = driftMarkdown(
      aReport([
        aDrift({ object, policy: HOSTILE, fields: [{ pointer: `/${HOSTILE}`, desired: HOSTILE, observed: null }] }),
      ]),
    )
    expect(shown).not.toContain('\u202e')
    expect(shown).not.toContain('oc patch')
    for (const line of shown.split('\n').filter((each) => each.includes('script') && !each.startsWith('oc '))) {
      expect(outsideCode(line)).not.toMatch(/<script|<!--|\[x\]\(/)
    }
  })
})

test('a plan shows fields as path: old → new, risks first', () => {
  const plan: ChangePlan = {
    environment: 'gdw',
    policies: [
      {
        policy: 'vault-c1',
        component: 'vault',
        change: 'changed',
        clusters: ['c1'],
        gained: [],
        lost: [],
        objectsAdded: [],
        objectsRemoved: [],
        fields: [{ object: 'StatefulSet vault/vault', path: '/spec/replicas', before: 3, after: 5 }],
        risks: [{ kind: 'restarts-pods', message: 'pods restart' }],
      },
    ],
    removals: [],
    others: [],
  }
  const text = planMarkdown(plan)
  expect(text).toContain('- `StatefulSet vault/vault` `/spec/replicas`: `3` → `5`')
  expect(text.indexOf('restarts pods')).toBeLessThan(text.indexOf('/spec/replicas'))
})

describe('escaping', () => {
  test('no text leaves its code span', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '<', '|') }),
        (text) => outsideCode(code(text)).trim() === '',
      ),
    )
  })

  test('plain text has no markup, mention or hidden character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = plain(text)
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
        expect(shown.replaceAll(/\\./g, '')).not.toMatch(/[`*_<>[\]#|]/)
      }),
    )
  })

  test('a long text is cut at whole lines and says so', () => {
    const text = withinLimit(
      Array.from({ length: 1000 }, (_, i) => `line ${i} ü`),
      500,
    )
    expect(new TextEncoder().encode(text).length).toBeLessThan(700)
    expect(text).toMatch(/9\d\d further lines/)
  })
})

/** What a Markdown renderer would read outside inline code. */
function outsideCode(line: string): string {
  return line.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, '')
}
