import { describe, expect, test } from 'vitest'
import type { ConfigurationDraft, PolicyDraft } from '../../../../engine/model/component.ts'
import { existsFact, mustHave, servedFact } from '../../../../engine/model/template-drafts.ts'
import { shards } from '../../../../engine/stages/expand/shards.ts'

const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`)
/** As large as several clusters' Secrets, so that few clusters are too many. */
const map = (name: string, namespace = 'hub') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { text: 'x'.repeat(3_000) },
})

/** Templates of each cluster that wait for a chain of facts, one of none, and one that lists an object for each of them. */
function draftOf(clusters: readonly string[]): PolicyDraft {
  return {
    name: 'members',
    description: 'd',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('served', 'things.example.com'),
      { ...existsFact('exists', map('broker')), after: ['served'] },
      mustHave('hub', 'health', [map('hub')]),
      mustHave('all', 'desired', [map('root'), ...clusters.map((each) => map(`ca-${each}`))]),
      ...clusters.flatMap((each) => [
        existsFact(`copied-${each}`, map('copied', each)),
        mustHave(`member-${each}`, 'desired', [map('member', each)], { after: ['exists', `copied-${each}`] }),
      ]),
    ],
  }
}

const isConfiguration = (each: PolicyDraft['templates'][number]): each is ConfigurationDraft =>
  each.kind === 'configuration'
const wantedBy = (drafts: readonly PolicyDraft[]) =>
  drafts
    .flatMap((draft) => draft.templates.filter(isConfiguration).filter((each) => each.role !== 'fact'))
    .flatMap((each) => each.objects.map(({ object }) => `${each.name} ${JSON.stringify(object)}`))
    .sort()
const byName = (drafts: readonly PolicyDraft[]) => new Map(drafts.map((each) => [each.name, JSON.stringify(each)]))

describe('hub policies that name every cluster', () => {
  test('stay what they are while they fit, and where they go to members', () => {
    const small = draftOf(names(4))
    expect(shards(small, names(4))).toEqual([small])
    const member = { ...draftOf(names(250)), target: { cluster: 'c1' } }
    expect(shards(member, names(250))).toEqual([member])
  })

  test('become several, each small enough, that together want the same', () => {
    const clusters = names(250)
    const whole = draftOf(clusters)
    const parts = shards(whole, clusters)
    expect(parts.length).toBeGreaterThan(10)
    expect(new Set(parts.map((each) => each.name)).size).toBe(parts.length)
    for (const { templates } of parts) expect(JSON.stringify(templates).length).toBeLessThan(192 * 1024)
    expect(wantedBy(parts)).toEqual(wantedBy([whole]))
  })

  test('what a template waits for is in its part, and what is of no cluster in the policy of the old name', () => {
    const clusters = names(80)
    const [base, ...parts] = shards(draftOf(clusters), clusters)
    expect(base?.name).toBe('members')
    expect(base?.templates.map((each) => each.name)).toEqual(['served', 'exists', 'hub', 'all'])
    for (const { templates } of parts) {
      const here = templates.map((each) => each.name)
      expect(here.slice(0, 2)).toEqual(['served', 'exists'])
      expect(new Set(here).size).toBe(here.length)
      expect(templates.flatMap((each) => each.after ?? []).filter((each) => !here.includes(each))).toEqual([])
    }
  })

  test('nothing is left under the old name where all is of some cluster', () => {
    const clusters = names(90)
    const templates = clusters.map((each) => mustHave(`join-${each}`, 'action', [map('m', each)]))
    const parts = shards({ ...draftOf([]), templates }, clusters)
    expect(parts.map((each) => each.name)).not.toContain('members')
    expect(parts.flatMap((each) => each.templates)).toHaveLength(90)
  })

  test('one more cluster changes its own part, or splits it in two', () => {
    for (let count = 60; count < 100; count += 4) {
      const [before, after] = [names(count), names(count + 1)].map((each) => byName(shards(draftOf(each), each)))
      const gone = [...(before ?? [])].filter(([name, text]) => after?.get(name) !== text)
      const come = [...(after ?? [])].filter(([name, text]) => before?.get(name) !== text)
      expect(gone.length).toBe(1)
      expect(come.length).toBeLessThanOrEqual(2)
      for (const [name] of come) expect(name.startsWith(gone[0]?.[0] ?? '')).toBe(true)
    }
  })

  test('a cluster whose name ends as another one takes its own templates', () => {
    const clusters = [...names(50), ...names(50).map((each) => `x-${each}`)]
    const parts = shards(draftOf(clusters), clusters)
    for (const { templates } of parts) {
      const here = templates.map((each) => each.name)
      const members = here.filter((each) => each.startsWith('member-'))
      expect(members.map((each) => each.replace('member-', 'copied-')).filter((each) => !here.includes(each))).toEqual(
        [],
      )
    }
    expect(wantedBy(parts)).toEqual(wantedBy([draftOf(clusters)]))
  })
})
