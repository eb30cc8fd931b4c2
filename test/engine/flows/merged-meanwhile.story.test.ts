import { describe, expect, test } from 'vitest'
import type { ReconcileInput } from '../../../engine/flows/reconcile.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { person } from '../../contracts/scratch-repository.ts'
import type { Site } from './a-site.ts'
import { aSite } from './a-site.ts'

type Before = (verb: string, input: unknown) => void

/** The site's ports, where somebody does something before a call goes out; what is read at a commit is the same before and after. */
function interrupted(site: Site, before: Before): ReconcileInput {
  const guard = <Port extends object>(port: Port, verbs: readonly (keyof Port & string)[]): Port => {
    const guarded = verbs.map((name) => {
      const verb = port[name] as (...args: readonly unknown[]) => Promise<unknown>
      const interruptible = async (...args: readonly unknown[]) => {
        before(name, args[0])
        return await verb(...args)
      }
      return [name, interruptible]
    })
    return { ...port, ...Object.fromEntries(guarded) }
  }
  const { repository, forge } = site
  return {
    ...site.input(),
    repository: guard(repository, ['resolve', 'pushBranch', 'appendOrphan', 'deleteBranch']),
    forge: guard(forge, ['findProposal', 'openProposals', 'ensureProposal', 'closeProposal', 'setCheck']),
  }
}

/** Ends a reconciliation; somebody acts before its step. */
async function runWith(site: Site, step: number, act: () => void): Promise<number> {
  let steps = 0
  site.state.minutes++
  await reconcile(
    'small',
    interrupted(site, () => {
      if (++steps === step) act()
    }),
  )
  return steps
}

const STORIES: Readonly<Record<string, { readonly marker: string; prepare(site: Site): Promise<void> }>> = {
  'a change proposal': {
    marker: 'change/small',
    prepare: async (site) => void (await reconcile('small', site.input())),
  },
  'a drift proposal': {
    marker: 'drift/small',
    prepare: async (site) => {
      await reconcile('small', site.input())
      site.merge()
      site.drift()
      await reconcile('small', site.input())
    },
  },
}

describe.each(Object.entries(STORIES))('%s that a person merges in the middle of a look', (_, { marker, prepare }) => {
  test.each([
    ['and its branch goes', true],
    ['and its branch stays', false],
  ])('%s: at no step is another one opened, and the next look finds all done', async (_, goes) => {
    const plain = aSite()
    await prepare(plain)
    const steps = await runWith(plain, 0, () => {})
    expect(steps).toBeGreaterThan(5)
    for (let step = 1; step <= steps; step++) {
      const site = aSite()
      await prepare(site)
      const branch = `isthmus/${marker}`
      const all = () => site.forge.proposals.filter((each) => each.marker === marker).map((each) => each.state)
      expect([all(), site.repository.branches().has(branch)]).toEqual([['open'], true])
      const merge = () => {
        site.mergeOnly(marker)
        if (goes) site.repository.removeByHand(branch)
      }
      await runWith(site, step, merge)
      expect(all(), `at step ${step}`).toEqual(['merged'])
      site.state.minutes++
      expect((await reconcile('small', site.input())).failed, `after step ${step}`).toEqual([])
      expect(all(), `after step ${step}`).toEqual(['merged'])
      expect([...site.repository.branches().keys()], `after step ${step}`).not.toContain(branch)
    }
  })
})

describe('what a proposal is made from changes before its branch is pushed', () => {
  const movedBefore = (site: Site, branch: string, path: string) =>
    reconcile(
      'small',
      interrupted(site, (verb, asked) => {
        const isIt = verb === 'pushBranch' && (asked as { readonly branch: string }).branch === branch
        if (isIt) site.repository.commitAs(person, 'main', { [path]: 'moved: true\n' })
      }),
    )

  test.each([
    ['change', 'rendered/small/more.yaml', 'propose'],
    ['drift', 'rendered/small/more.yaml', 'publish'],
    ['drift', 'exceptions/more.yaml', 'publish'],
  ])('a %s proposal waits for the next look when %s moves', async (kind, path, step) => {
    const site = aSite()
    if (kind === 'drift') {
      await reconcile('small', site.input())
      site.merge()
      site.drift()
    }
    const before = site.forge.proposals.length
    const { failed } = await movedBefore(site, `isthmus/${kind}/small`, path)
    expect(failed.map((each) => [each.step, each.failure.code, each.failure.retry])).toEqual([
      [step, 'git/base-moved', true],
    ])
    expect(site.forge.proposals.length).toBe(before)
    expect([...site.repository.branches().keys()]).not.toContain(`isthmus/${kind}/small`)
  })

  test.each(['docs/notes.yaml', 'environments/more.yaml', 'rendered/other/more.yaml'])(
    '%s holds nothing up, however often it moves',
    async (path) => {
      const site = aSite()
      expect((await movedBefore(site, 'isthmus/change/small', path)).failed).toEqual([])
      expect(site.forge.proposals).toMatchObject([{ marker: 'change/small', state: 'open' }])
    },
  )
})
