import { beforeAll, describe, expect, test } from 'vitest'
import { fenced } from '../../../engine/effects/fenced.ts'
import type { ReconcileInput } from '../../../engine/flows/reconcile.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { person } from '../../contracts/scratch-repository.ts'
import type { Site } from './a-site.ts'
import { aSite } from './a-site.ts'

const open = ({ forge }: Site) => forge.proposals.filter((each) => each.state === 'open').map((each) => each.marker)
const idsOf = ({ chat }: Site) => chat.received.map((each) => each.id)

/** Merged, and then changed by a person: a proposal is due. */
async function aChangedSite() {
  const site = aSite()
  await reconcile('small', site.input())
  site.merge()
  const path = 'placements/small.yaml'
  const before = site.repository.branches().get('main')?.get(path) ?? ''
  const after = before.replace('clusters: { all: true }', 'clusters: { names: [one] }')
  site.repository.commitAs(person, 'main', { [path]: after })
  return site
}

describe('a reconciliation', () => {
  test('proposes what is not rendered, and looks at nothing that is not merged', async () => {
    const site = aSite()
    const result = await reconcile('small', site.input())
    expect(result.failed).toEqual([])
    expect(open(site)).toEqual(['change/small'])
    expect(result.report).toBeUndefined()
    expect(site.chat.received).toEqual([])
  })

  test('reports a drift once, tells of it once, and closes it when it is gone', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    expect((await reconcile('small', site.input())).report?.drifts).toEqual([])
    site.drift()
    for (let i = 0; i < 3; i++) expect((await reconcile('small', site.input())).failed).toEqual([])
    expect(open(site)).toEqual(['drift/small'])
    expect(site.chat.received.map((each) => each.event)).toEqual(['opened'])
    site.deliver()
    for (let i = 0; i < 2; i++) await reconcile('small', site.input())
    expect(open(site)).toEqual([])
    expect(site.chat.received.map((each) => each.event)).toEqual(['opened', 'resolved'])
  })

  test('that takes long has time for its alerts all the same', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    site.drift()
    let isLooked = false
    const observe: typeof site.source.observe = async (...asked) => {
      const seen = await site.source.observe(...asked)
      isLooked = true
      return seen
    }
    // As a signal that was begun before the look would be by then.
    const deadline = () => (isLooked ? new AbortController().signal : AbortSignal.abort())
    await reconcile('small', { ...site.input(), source: { ...site.source, observe }, deadline })
    expect(site.chat.received.map((each) => each.event)).toEqual(['opened'])
  })

  test('says on the open change proposal whether it may be merged now, by the look that was just taken', async () => {
    const site = await aChangedSite()
    const limits = { ...site.input().limits, removals: 0 }
    const result = await reconcile('small', { ...site.input(), limits })
    expect(result.gate).toMatchObject({ environment: 'small', isGreen: false })
    const commit = await site.repository.resolve('isthmus/change/small')
    expect(site.forge.checks).toContainEqual(
      expect.objectContaining({
        name: 'isthmus/gate',
        commit,
        state: 'failure',
        summary: expect.stringMatching(/^small: /),
      }),
    )
    site.merge()
    expect((await reconcile('small', site.input())).gate).toBeUndefined()
  })

  test('where nobody could look, what was green before is not green any more', async () => {
    const site = await aChangedSite()
    const states = () => site.forge.checks.filter((each) => each.name === 'isthmus/gate').map((each) => each.state)
    await reconcile('small', site.input())
    expect(states()).toEqual(['success'])
    const failure = new Failure('cluster/no-kubeconfig', 'the kubeconfig cannot be read', { hint: 'Mend it.' })
    const source = { name: 'hub', observe: () => Promise.reject(failure) }
    const result = await reconcile('small', { ...site.input(), source })
    expect(result.failed.map((each) => each.step)).toEqual(['look'])
    expect(states()).toEqual(['failure'])
  })

  test('goes on with the next step where one failed, and says which', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    site.drift()
    const down = async (): Promise<never> => {
      throw new Failure('forge/unreachable', 'the forge is down', { hint: 'Wait.', retry: true })
    }
    const forge = { ...site.forge, findProposal: down, ensureProposal: down }
    const result = await reconcile('small', { ...site.input(), forge })
    expect(result.report?.drifts).toHaveLength(1)
    expect(result.failed.map((each) => [each.step, each.failure.code])).toContainEqual(['publish', 'forge/unreachable'])
  })

  test('with a broken default branch still looks at what was merged', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    site.drift()
    const bot = { name: 'Ada', email: 'ada@example.com' }
    site.repository.commitAs(bot, 'main', { 'environments/other.yaml': 'kind: [' })
    const result = await reconcile('small', site.input())
    expect(result.proposed?.findings.some((each) => each.severity === 'error')).toBe(true)
    expect(result.report?.drifts).toHaveLength(1)
    expect(open(site)).toContain('drift/small')
  })

  test('that lost the lock on the way writes and says nothing more', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    site.drift()
    const before = [...site.repository.branches().keys()]
    const result = await reconcile(
      'small',
      fencedInput(site, async () => {
        throw new Failure('lock/lost', 'another hub writes', { hint: 'Wait.', retry: true })
      }),
    )
    expect(result.failed.every((each) => each.failure.code === 'lock/lost')).toBe(true)
    expect(result.failed.length).toBeGreaterThan(0)
    expect([...site.repository.branches().keys()]).toEqual(before)
    expect(open(site)).toEqual([])
    expect(site.chat.received).toEqual([])
  })
})

function fencedInput(site: Site, check: () => Promise<void>): ReconcileInput {
  const input = site.input()
  return {
    ...input,
    repository: fenced(site.repository, ['pushBranch', 'appendOrphan', 'deleteBranch'], check),
    forge: {
      ...fenced(site.forge, ['ensureProposal', 'closeProposal', 'ensureComment', 'setCheck'], check),
      conversation: fenced(site.forge.conversation, ['answer', 'recordTick'], check),
    },
    chats: [fenced(site.chat, ['send'], check)],
  }
}

/** Counts the steps that reach outside, and ends the process before or after one: what it awaits never comes, and nothing is tidied up. */
function dying(site: Site, step: number, when: 'before' | 'after') {
  let count = 0
  let die: () => void = () => {}
  const dead = new Promise<'killed'>((resolve) => {
    die = () => resolve('killed')
  })
  const forever = new Promise<never>(() => {})
  const guard = <Args extends readonly unknown[], T>(verb: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      const isLast = ++count === step
      if (isLast && when === 'before') return await killed()
      const result = await verb(...args)
      return isLast ? await killed() : result
    }
  }
  const killed = () => {
    die()
    return forever
  }
  const { repository, forge, chat } = site
  const input: ReconcileInput = {
    ...site.input(),
    repository: {
      ...repository,
      pushBranch: guard(repository.pushBranch),
      appendOrphan: guard(repository.appendOrphan),
      deleteBranch: guard(repository.deleteBranch),
    },
    forge: { ...forge, ensureProposal: guard(forge.ensureProposal), closeProposal: guard(forge.closeProposal) },
    chats: [{ ...chat, send: guard(chat.send) }],
  }
  const run = () => Promise.race([reconcile('small', input).then(() => 'ended' as const), dead])
  return { run, steps: () => count }
}

const STORIES: Readonly<Record<string, (site: Site) => Promise<void>>> = {
  'a change': async () => {},
  'a drift that opens': async (site) => {
    await reconcile('small', site.input())
    site.merge()
    site.drift()
  },
  'a drift that resolves': async (site) => {
    await reconcile('small', site.input())
    site.merge()
    site.drift()
    await reconcile('small', site.input())
    site.deliver()
  },
}

describe.each(Object.entries(STORIES))('killed in the middle of %s', (_, prepare) => {
  let whole: Site
  let steps = 0

  beforeAll(async () => {
    whole = aSite()
    await prepare(whole)
    const counted = dying(whole, 0, 'before')
    expect(await counted.run()).toBe('ended')
    steps = counted.steps()
  })

  test('at every step, before and after: the same proposals, no alert lost, at most one twice under its id', async () => {
    expect(steps).toBeGreaterThanOrEqual(2)
    for (let step = 1; step <= steps; step++) {
      for (const when of ['before', 'after'] as const) {
        const site = aSite()
        await prepare(site)
        expect(await dying(site, step, when).run()).toBe('killed')
        site.state.minutes = 1
        expect((await reconcile('small', site.input())).failed).toEqual([])
        expect(open(site), `${when} ${step}`).toEqual(open(whole))
        expect(site.forge.proposals.length, `${when} ${step}`).toBe(whole.forge.proposals.length)
        const alerts = site.chat.received.map((each) => `${each.event} ${each.title}`)
        expect(new Set(alerts), `${when} ${step}`).toEqual(
          new Set(whole.chat.received.map((each) => `${each.event} ${each.title}`)),
        )
        expect(new Set(idsOf(site)).size, `${when} ${step}`).toBe(new Set(idsOf(whole)).size)
        expect(idsOf(site).length - idsOf(whole).length, `${when} ${step}`).toBeLessThanOrEqual(1)
        expect((await site.history()).owed).toEqual([])
      }
    }
  })
})
