import { describe, expect, test } from 'vitest'
import { discover } from '../../../engine/flows/discover.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { newsOf } from '../../../engine/flows/serve/news.ts'
import { windUp } from '../../../engine/flows/wind-up.ts'
import { components } from '../../../policies/index.ts'
import { person } from '../../contracts/scratch-repository.ts'
import type { Site } from './a-site.ts'
import { aSite, OTHER } from './a-site.ts'

const WITHOUT = { 'environments/small.yaml': undefined, 'placements/small.yaml': undefined }

const open = ({ forge }: Site) => forge.proposals.filter((each) => each.state === 'open').map((each) => each.marker)
const main = ({ repository }: Site) => [...(repository.branches().get('main')?.keys() ?? [])]
const rendered = (site: Site) => main(site).filter((each) => each.startsWith('rendered/small/'))
/** Of a server: what a reconciliation has beside is none of its business. */
const endsOf = ({ input }: Site) => ({ ...input(), components, deadline: () => AbortSignal.timeout(60_000) })
const gateOf = async (site: Site) => (await reconcile('small', site.input())).gate

/** Merged and delivered, and then no source asks for it any more. */
async function taken(): Promise<Site> {
  const site = aSite({ 'environments/other.yaml': OTHER })
  await reconcile('small', site.input())
  site.merge()
  site.repository.commitAs(person, 'main', WITHOUT)
  return site
}

describe('an environment that the sources no longer have', () => {
  test('is proposed to go, at once and whatever it holds', async () => {
    const site = await taken()
    const { proposed } = await reconcile('small', site.input())
    expect(proposed?.findings.filter((each) => each.severity === 'error')).toEqual([])
    expect(proposed?.proposals).toMatchObject([
      { environment: 'small', wave: { region: undefined, next: [] }, plan: { isTakenOut: true } },
    ])
    expect(open(site)).toEqual(['change/small'])
    const [proposal] = site.forge.proposals.filter((each) => each.state === 'open')
    expect(proposal?.title).toMatch(/^small: taken out, \d+ policies removed/)
    expect(proposal?.body).toContain('No source asks for small any more')
    expect(proposal?.body).toContain('Namespace isthmus-small goes too')
    expect(proposal?.body).toContain('A whole environment would go. The gate stays red until a person ticks this:')
    site.mergeOnly('change/small')
    expect(rendered(site)).toEqual([])
    expect(main(site)).toContain('environments/other.yaml')
  })

  test('goes by a person’s word alone, whatever the limit says and whatever its clusters look like', async () => {
    const site = await taken()
    site.state.objects.clear()
    expect(await gateOf(site)).toMatchObject({
      isGreen: false,
      checks: [
        { rule: 'gate/no-wave', isGreen: true, sentence: expect.stringContaining('what they made stays') },
        { rule: 'gate/removals', isGreen: false },
      ],
    })
    const [proposal] = site.forge.proposals.filter((each) => each.state === 'open')
    const command = /`(\/isthmus approve [0-9a-f]+)`/.exec(proposal?.body ?? '')?.[1] ?? ''
    site.forge.say(proposal?.number ?? 0, 'grace', command)
    const limits = { ...site.input().limits, removals: 0 }
    expect((await reconcile('small', { ...site.input(), limits })).gate).toMatchObject({ isGreen: true })
  })

  test('also where another version rendered it', async () => {
    const site = await taken()
    const { proposed } = await reconcile('small', { ...site.input(), version: '9.9.9' })
    expect(proposed?.proposals[0]?.published.outcome).toBe('created')
  })

  test('is news once', async () => {
    const site = await taken()
    const newsIn = newsOf(site.input())
    const first = await newsIn('small')
    expect(first.isNews).toBe(true)
    first.told()
    expect((await newsIn('small')).isNews).toBe(false)
  })

  test('stays while any source is not valid, since a slip must not look like its end', async () => {
    const site = await taken()
    site.repository.commitAs(person, 'main', { 'environments/small.yaml': OTHER.replace('name: other', 'name: 7') })
    const { proposed } = await reconcile('small', site.input())
    expect(proposed?.proposals).toEqual([])
    expect(open(site)).toEqual([])
    expect(await windUp(endsOf(site))).toEqual([])
  })

  test('comes back as it was where the sources ask for it again, and its proposal is closed', async () => {
    const site = await taken()
    const before = site.repository.branches().get('main')
    await reconcile('small', site.input())
    const again = aSite().repository.branches().get('main') ?? new Map()
    site.repository.commitAs(person, 'main', Object.fromEntries(again))
    await reconcile('small', site.input())
    expect(open(site)).toEqual([])
    expect(rendered(site)).toEqual([...(before?.keys() ?? [])].filter((each) => each.startsWith('rendered/small/')))
  })

  test('leaves a folder in rendered/ alone that no version of Isthmus made', async () => {
    const site = await taken()
    site.repository.commitAs(person, 'main', { 'rendered/notes/todo.yaml': 'a: 1\n', 'rendered/README.md': 'hello\n' })
    expect((await discover(site.repository, components)).environments).toEqual(['notes', 'other', 'small'])
    const { proposed } = await reconcile('notes', site.input())
    expect(proposed?.proposals).toEqual([])
  })
})

test('the last environment goes like any other, and ends as one', async () => {
  const site = aSite()
  await reconcile('small', site.input())
  site.merge()
  await reconcile('small', site.input())
  site.drift()
  await reconcile('small', site.input())
  expect(open(site)).toEqual(['drift/small'])
  site.repository.commitAs(person, 'main', WITHOUT)
  expect((await newsOf(site.input())('small')).isNews).toBe(true)
  const { proposed } = await reconcile('small', site.input())
  expect(proposed?.findings.map((each) => [each.rule, each.severity])).toEqual([['environment/none', 'warning']])
  expect(proposed?.proposals).toMatchObject([{ environment: 'small', plan: { isTakenOut: true } }])
  expect(await gateOf(site)).toMatchObject({ isGreen: false, checks: [{ isGreen: true }, { rule: 'gate/removals' }] })
  site.mergeOnly('change/small')
  expect(rendered(site)).toEqual([])
  expect(await windUp(endsOf(site))).toMatchObject([{ environment: 'small' }])
  expect(open(site)).toEqual([])
})

describe('an environment that is nowhere on the default branch', () => {
  test('ends with its proposals, drifts and incidents, told once', async () => {
    const site = aSite({ 'environments/other.yaml': OTHER })
    await reconcile('small', site.input())
    site.merge()
    await reconcile('small', site.input())
    site.drift()
    await reconcile('small', site.input())
    expect(open(site)).toEqual(['drift/small'])
    site.repository.commitAs(person, 'main', {
      ...WITHOUT,
      ...Object.fromEntries(rendered(site).map((each) => [each, undefined])),
    })
    expect((await discover(site.repository, components)).environments).toEqual(['other'])
    const told = site.chat.received.length
    const ended = await windUp(endsOf(site))
    expect(ended).toMatchObject([{ environment: 'small', withdrawn: ['drift/small'] }])
    expect(open(site)).toEqual([])
    expect([...site.repository.branches().keys()].filter((each) => each.startsWith('isthmus/drift'))).toEqual([])
    expect(site.chat.received.slice(told).map((each) => each.event)).toEqual(['resolved'])
    expect(site.chat.received.at(-1)).toMatchObject({
      title: 'small: CronJob isthmus-tunnel/tunnel-probe is no longer asked for on one',
      lines: [
        'Policy tunnel-probe',
        expect.stringMatching(/^Was open since /),
        expect.stringMatching(/^Resolved by a change of/),
      ],
    })
    expect((await site.history()).open.size).toBe(0)
    expect(await windUp(endsOf(site))).toEqual([])
    expect(site.chat.received.length).toBe(told + 1)
  })

  test('takes back a proposal that was never merged', async () => {
    const site = aSite({ 'environments/other.yaml': OTHER })
    await reconcile('small', site.input())
    expect(open(site)).toEqual(['change/small'])
    site.repository.commitAs(person, 'main', WITHOUT)
    expect(await windUp(endsOf(site))).toMatchObject([{ withdrawn: ['change/small'] }])
    expect(open(site)).toEqual([])
    expect(site.forge.comments.at(-1)?.text).toContain('no longer on the default branch')
  })

  test('is not somebody else’s: proposals of another desired state in another folder stay', async () => {
    const site = aSite({ 'environments/other.yaml': OTHER })
    for (const marker of ['change/theirs', 'drift/theirs', 'drift-critical/theirs']) {
      const branch = `isthmus/${marker}`
      site.repository.commitAs(person, branch, { 'elsewhere/rendered/theirs/a.yaml': 'a: 1\n' })
      await site.forge.ensureProposal({ marker, branch, base: 'main', title: marker, body: '', labels: [] })
    }
    expect(await windUp(endsOf(site))).toEqual([])
    expect(open(site)).toHaveLength(3)
  })

  test('sends what was owed when it went, after a kill as well', async () => {
    const site = aSite({ 'environments/other.yaml': OTHER })
    await reconcile('small', site.input())
    site.merge()
    await reconcile('small', site.input())
    site.drift()
    site.chat.isDown = true
    await reconcile('small', site.input())
    expect((await site.history()).owed).toHaveLength(1)
    site.chat.isDown = false
    const files = Object.fromEntries(rendered(site).map((each) => [each, undefined]))
    site.repository.commitAs(person, 'main', { ...WITHOUT, ...files })
    await windUp(endsOf(site))
    expect((await site.history()).owed).toEqual([])
    expect(site.chat.received.map((each) => each.event)).toEqual(['opened', 'resolved'])
  })

  test('leaves those alone that are there, with all that is open of them', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    await reconcile('small', site.input())
    site.drift()
    await reconcile('small', site.input())
    const read: string[] = []
    const repository = {
      ...site.repository,
      readTree: async (commit: string, path: string) => {
        read.push(path)
        return await site.repository.readTree(commit, path)
      },
    }
    expect(await windUp({ ...endsOf(site), repository })).toEqual([])
    expect(open(site)).toEqual(['drift/small'])
    // A history is large, and changes all the time.
    expect(read.filter((each) => each === '' || each.endsWith('.jsonl'))).toEqual([])
  })
})
