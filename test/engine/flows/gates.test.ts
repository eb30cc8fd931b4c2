import { beforeAll, describe, expect, test } from 'vitest'
import type { GatesInput } from '../../../engine/flows/gates.ts'
import { checkGates } from '../../../engine/flows/gates.ts'
import { patrol } from '../../../engine/flows/patrol.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { TOO_LARGE } from '../../../engine/model/git.ts'
import { GITHUB_QUEUE } from '../../../engine/model/merge-queue.ts'
import { withNamedChecks } from '../../../engine/model/named-checks.ts'
import { NOISE_RULES } from '../../../engine/model/noise-rules.ts'
import { draft } from '../../contracts/forge.ts'
import { bot, person } from '../../contracts/scratch-repository.ts'
import type { Site } from './a-site.ts'
import { aSite, OTHER } from './a-site.ts'

const RENDERED = 'rendered/small/tunnel-probe.yaml'
const INDEX = 'rendered/small/.isthmus.json'

/** Merged and delivered, with a pull request of a person that changes these files. */
async function aPull(files: Readonly<Record<string, string | undefined>>, from = aSite()) {
  if (!from.repository.branches().get('main')?.has(RENDERED)) {
    await reconcile('small', from.input())
    from.merge()
  }
  from.repository.commitAs(person, 'mine', files)
  const commit = (await from.repository.resolve('mine')) ?? ''
  from.forge.open({ author: 'ada', title: 'Mine', head: { branch: 'mine', commit }, base: 'main', isFork: false })
  return { site: from, commit }
}

/** Merged and delivered, with everything in it stateful. */
async function aStatefulSite(site = aSite()) {
  await reconcile('small', site.input())
  const merged = [...(site.repository.branches().get('isthmus/change/small') ?? [])]
  const made = merged.map(([path, text]) => [path, path.startsWith('rendered/') ? stateful(text) : text] as const)
  site.repository.commitAs(person, 'main', Object.fromEntries(made))
  site.deliver()
  return site
}

const gatesOf = async (site: Site, more: Partial<GatesInput> = {}) =>
  await checkGates({ ...site.input(), noise: NOISE_RULES, ...more })
const textOf = (site: Site, path: string) => site.repository.branches().get('main')?.get(path) ?? ''
/** What is stateful in the small platform: one policy says it is, so that a change of it is a wave. */
const stateful = (text: string) =>
  text.replace(
    '    isthmus.dev/environment: small\n',
    "    isthmus.dev/environment: small\n    isthmus.dev/stateful: 'true'\n",
  )

describe('isthmus/gate on everything that may be merged', () => {
  test('is green at once where nothing that goes to a hub changes, and looks at no cluster for it', async () => {
    const { site, commit } = await aPull({ 'README.md': 'mine\n' })
    const source = { name: 'none', observe: () => Promise.reject(new Error('looked')) }
    expect(await gatesOf(site, { source })).toEqual([
      expect.objectContaining({
        name: 'isthmus/gate',
        commit,
        state: 'success',
        summary: 'nothing that goes to a hub changes',
      }),
    ])
    expect(site.forge.checks.map((each) => [each.name, each.commit])).toContainEqual(['isthmus/gate', commit])
  })

  test('also where the record of rendered/ alone is written again: without one nobody could look', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    const written = textOf(site, INDEX)
    site.repository.commitAs(person, 'main', { [INDEX]: undefined })
    const { commit } = await aPull({ [INDEX]: written }, site)
    expect(await gatesOf(site)).toMatchObject([{ commit, state: 'success' }])
    await aPull({ [RENDERED]: `${textOf(site, RENDERED)}# mine\n` }, site)
    expect(await gatesOf(site)).toMatchObject([
      { state: 'failure', summary: expect.stringContaining('could not be looked at: rendered/small/.isthmus.json') },
    ])
  })

  test('but in a folder of a repository nothing is said of what changes nothing there', async () => {
    const { site } = await aPull({ 'README.md': 'mine\n' })
    expect(await gatesOf(site, { repository: { ...site.repository, folder: 'teams/platform/' } })).toEqual([])
  })

  test('unless its checks have a name of their own: then it is said, beside those of another folder', async () => {
    const { site, commit } = await aPull({ 'README.md': 'mine\n' })
    const repository = { ...site.repository, folder: 'teams/platform/' }
    await gatesOf(site)
    await gatesOf(site, { repository, forge: withNamedChecks(site.forge, 'isthmus-platform') })
    const said = site.forge.checks.filter((each) => each.commit === commit)
    expect(said.map((each) => `${each.name} ${each.state}`)).toEqual([
      'isthmus/gate success',
      'isthmus-platform/gate success',
    ])
  })

  test('also on drift proposals, and on the change proposal of what does not run yet, but on no other one', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    expect((await gatesOf(site)).map((each) => each.state)).toEqual(['success'])
    site.merge()
    site.drift()
    await reconcile('small', site.input())
    const drift = await site.repository.resolve('isthmus/drift/small')
    site.repository.commitAs(person, 'main', {
      'placements/small.yaml': textOf(site, 'placements/small.yaml').replace('all: true', 'names: [one]'),
    })
    await reconcile('small', site.input())
    expect(site.forge.proposals.filter((each) => each.state === 'open').map((each) => each.marker)).toEqual([
      'drift/small',
      'change/small',
    ])
    expect((await gatesOf(site)).map((each) => [each.commit, each.state])).toEqual([[drift, 'success']])
  })

  test('nor on a pull request of a person that points at the commit of such a one', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    site.repository.commitAs(person, 'main', {
      'placements/small.yaml': textOf(site, 'placements/small.yaml').replace('all: true', 'names: [one]'),
    })
    await reconcile('small', site.input())
    const commit = (await site.repository.resolve('isthmus/change/small')) ?? ''
    const [ref, head] = ['refs/pull/9/head', { branch: 'same', commit }]
    site.forge.open({ author: 'eve', title: 'The same', head, base: 'main', isFork: true, ref })
    const repository = { ...site.repository, fetchHead: async () => true }
    expect(await gatesOf(site, { repository })).toEqual([])
  })

  test('looks where something changes, once for all that touch it, and says no where nobody can look', async () => {
    const { site } = await aPull({ [RENDERED]: undefined })
    const looks: string[] = []
    const { source } = site
    const counted: GatesInput['source'] = {
      ...source,
      observe: async (clusters, at) => {
        looks.push(clusters.join())
        return await source.observe(clusters, at)
      },
    }
    site.repository.commitAs(person, 'isthmus/adopt/x', { [RENDERED]: undefined })
    await site.forge.ensureProposal({ ...draft, marker: 'adopt/x', branch: 'isthmus/adopt/x' })
    expect((await gatesOf(site, { source: counted })).map((each) => each.state)).toEqual(['success', 'success'])
    expect(looks).toHaveLength(1)
    const down = new Failure('hub/unreachable', 'the hub is down', { hint: 'Wait.', retry: true })
    const blind = { ...source, observe: () => Promise.reject(down) }
    expect(await gatesOf(site, { source: blind })).toMatchObject([
      { state: 'failure', summary: 'small: its clusters could not be looked at: the hub is down' },
      { state: 'failure' },
    ])
  })

  test('with one look speaks for that environment alone', async () => {
    const { site } = await aPull({ [RENDERED]: undefined })
    const report = await patrol({ ...site.input(), noise: NOISE_RULES, environment: 'small' })
    expect(await gatesOf(site, { report })).toHaveLength(1)
    expect(await gatesOf(site, { report: { ...report, environment: 'other' } })).toEqual([])
  })

  test('asks only about what the branch changed, not about what was merged since it left', async () => {
    const { site } = await aPull({ 'README.md': 'mine\n' })
    site.repository.commitAs(person, 'main', { [RENDERED]: undefined })
    expect(await gatesOf(site)).toMatchObject([{ summary: 'nothing that goes to a hub changes' }])
  })

  test('is red on a branch of a person that changes what is stateful in two regions, and on one that does so beside an open wave', async () => {
    const { site, commit } = await aPull({ [RENDERED]: undefined }, await aStatefulSite())
    const [check] = (await gatesOf(site)).filter((each) => each.commit === commit)
    expect(check).toMatchObject({
      state: 'failure',
      summary: expect.stringContaining('us-east-1, us-west-2 would change together'),
    })
    expect(check?.text).toContain('- [ ] us-east-1, us-west-2 would change together')
  })
})

describe('what a placement rolls out all at once', () => {
  const atOnce = (site: Site) =>
    textOf(site, 'placements/small.yaml').replace(
      'clusters: { all: true }',
      'clusters: { all: true }, rollout: all-at-once',
    )

  test('may change in every region, and the gate says what that risks', async () => {
    const stateful = await aStatefulSite()
    stateful.repository.commitAs(person, 'main', { 'placements/small.yaml': atOnce(stateful) })
    await stateful.forge.closeProposal('change/small', 'it is merged')
    const { site, commit } = await aPull({ [RENDERED]: undefined }, stateful)
    expect((await gatesOf(site)).find((each) => each.commit === commit)).toMatchObject({
      state: 'success',
      text: expect.stringContaining('tunnel changes in us-east-1, us-west-2 together, as its placement asks'),
    })
  })

  test('but not by a pull request that asks for it itself: what is merged decides', async () => {
    const stateful = await aStatefulSite()
    await stateful.forge.closeProposal('change/small', 'it is merged')
    const { site, commit } = await aPull({ [RENDERED]: undefined, 'placements/small.yaml': atOnce(stateful) }, stateful)
    expect((await gatesOf(site)).find((each) => each.commit === commit)).toMatchObject({ state: 'failure' })
  })
})

describe('of several waves that could be merged before the next look', () => {
  const waveIn = (region: string) => ({ [`rendered/small/tunnel-connections-${region}.yaml`]: undefined })

  /** Pull requests of people, each of which changes one region of what is stateful and runs. */
  async function twoWaves() {
    const running = await aStatefulSite()
    for (const path of Object.keys({ ...waveIn('one'), ...waveIn('two') })) {
      const text = textOf(running, path).replace('isthmus.dev/role: health', 'isthmus.dev/role: desired')
      running.repository.commitAs(person, 'main', { [path]: text })
    }
    running.deliver()
    running.forge.change(1, (each) => ({ ...each, state: 'merged', endedAt: '2026-03-04T12:00:00Z' }))
    const { site, commit: first } = await aPull(waveIn('one'), running)
    site.repository.commitAs(person, 'theirs', waveIn('two'))
    const second = (await site.repository.resolve('theirs')) ?? ''
    const head = { branch: 'theirs', commit: second }
    site.forge.open({ author: 'eve', title: 'Theirs', head, base: 'main', isFork: false })
    const said = async (more: Partial<GatesInput> = {}) => {
      const checks = await gatesOf(site, more)
      return [first, second].map((each) => checks.find((check) => check.commit === each))
    }
    const [one] = await site.forge.openPulls('main')
    return { site, said, first, second, number: one?.number ?? 0 }
  }

  test('one may, the first that was opened, and the other says for which it waits', async () => {
    const { said, number } = await twoWaves()
    expect(await said()).toMatchObject([
      { state: 'success', summary: 'small: may be merged now' },
      { state: 'failure', summary: `small: another wave is open: #${number}` },
    ])
  })

  test('it is the one that a merge queue has already, and no queue takes both in one', async () => {
    const { site, said, second } = await twoWaves()
    const [, theirs] = await site.forge.openPulls('main')
    const queue = (pull: number) => `gh-readonly-queue/main/pr-${pull}-${'0'.repeat(40)}`
    site.repository.moveByHand(queue(theirs?.number ?? 0), (await site.repository.resolve('main')) ?? '')
    site.repository.commitAs(person, queue(theirs?.number ?? 0), waveIn('two'))
    const forge = { ...site.forge, mergeQueue: GITHUB_QUEUE }
    expect(await said({ forge })).toMatchObject([{ state: 'failure' }, { state: 'success' }])
    const group = await site.repository.resolve(queue(theirs?.number ?? 0))
    site.repository.moveByHand(queue(99), group ?? second)
    site.repository.commitAs(person, queue(99), waveIn('one'))
    await said({ forge })
    const both = await site.repository.resolve(queue(99))
    const summary = expect.stringContaining('would change together')
    expect(site.forge.checks.find((each) => each.commit === group)).toMatchObject({ state: 'success' })
    expect(site.forge.checks.find((each) => each.commit === both)).toMatchObject({ state: 'failure', summary })
  })

  test('and an open change proposal is another wave to people, but not to the merge group that it is in', async () => {
    const { site, said } = await twoWaves()
    const branch = 'isthmus/change/small'
    site.repository.removeByHand(branch)
    site.repository.commitAs(bot, branch, waveIn('one'))
    const { proposal } = await site.forge.ensureProposal({ ...draft, marker: 'change/small', branch })
    const queue = `gh-readonly-queue/main/pr-${proposal.number}-${'0'.repeat(40)}`
    site.repository.moveByHand(queue, (await site.repository.resolve('main')) ?? '')
    site.repository.commitAs(person, queue, waveIn('one'))
    const summary = `small: another wave is open: #${proposal.number}`
    expect(await said({ forge: { ...site.forge, mergeQueue: GITHUB_QUEUE } })).toMatchObject([{ summary }, { summary }])
    const group = await site.repository.resolve(queue)
    expect(site.forge.checks.find((each) => each.commit === group)).toMatchObject({ state: 'success' })
  })
})

test('a pause still holds while another file of the default branch has an error', async () => {
  const { site, commit } = await aPull({ [RENDERED]: undefined }, await aStatefulSite())
  const paused = textOf(site, 'environments/small.yaml').replace(
    'spec:\n',
    "spec:\n  pause: { reason: region move, until: '2027-01-01' }\n",
  )
  const gate = async () => (await gatesOf(site)).find((each) => each.commit === commit)
  site.repository.commitAs(person, 'main', { 'environments/small.yaml': paused })
  expect((await gate())?.text).toContain('- [ ] paused until 2027-01-01 because region move')
  site.repository.commitAs(person, 'main', { 'placements/other.yaml': 'kind: Nothing\n' })
  expect((await gate())?.text).toContain(
    '- [ ] placements/other.yaml:1 on the default branch has an error: what is paused and what may be lost cannot be told',
  )
})

test('a pull request that takes an environment out, sources and all, may go at once; one that deletes the folder alone may not', async () => {
  const site = aSite({ 'environments/other.yaml': OTHER })
  await reconcile('small', site.input())
  const made = [...(site.repository.branches().get('isthmus/change/small') ?? [])]
  const marked = made.map(([path, text]) => [path, path.startsWith('rendered/') ? stateful(text) : text] as const)
  site.repository.commitAs(person, 'main', Object.fromEntries(marked))
  site.deliver()
  const folder = marked
    .filter(([path]) => path.startsWith('rendered/small/'))
    .map(([path]) => [path, undefined] as const)
  const gone = {
    ...Object.fromEntries(folder),
    'environments/small.yaml': undefined,
    'placements/small.yaml': undefined,
  }
  const { commit } = await aPull(gone, site)
  site.repository.commitAs(person, 'isthmus/adopt/x', Object.fromEntries(folder))
  await site.forge.ensureProposal({ ...draft, marker: 'adopt/x', branch: 'isthmus/adopt/x' })
  const checks = (await gatesOf(site)).map((each) => [each.commit === commit, each.state] as const)
  expect(checks).toEqual([
    [true, 'success'],
    [false, 'failure'],
  ])
})

describe('one that cannot be read holds up no other', () => {
  const two = async () => {
    const { site, commit } = await aPull({ 'README.md': 'mine\n' })
    site.repository.commitAs(person, 'evil', { 'rendered/small/`large`.yaml': 'x\n' })
    const evil = (await site.repository.resolve('evil')) ?? ''
    site.forge.open({ author: 'eve', title: 'x', head: { branch: 'evil', commit: evil }, base: 'main', isFork: false })
    const failingWith = (failure: Failure) => ({
      ...site.repository,
      changedFiles: async (from: string, to: string, folder: string) => {
        if (to === evil) throw failure
        return await site.repository.changedFiles(from, to, folder)
      },
    })
    const said = () => site.forge.checks.filter((each) => each.name === 'isthmus/gate')
    return { site, commit, evil, failingWith, said }
  }

  test('and is told why, in one visible line', async () => {
    const { site, commit, evil, failingWith } = await two()
    const large = new Failure(TOO_LARGE, 'rendered/small/\u202elarge\n.yaml has 99 bytes', { hint: 'Less.' })
    expect(await gatesOf(site, { repository: failingWith(large) })).toMatchObject([
      { commit, state: 'success' },
      { commit: evil, state: 'failure', summary: 'cannot be judged: rendered/small/\\u{202e}large .yaml has 99 bytes' },
    ])
  })

  test.each([
    [
      'that is made to fill the memory',
      `a: [${'[],'.repeat(1_500_001)}]\n`,
      'it changes more in rendered/ than can be',
    ],
    ['that is no YAML', 'a: [\n', `${RENDERED} cannot be read`],
    ['that is no index', '<<<<<<< HEAD\n{', 'rendered/small/.isthmus.json cannot be read', INDEX],
  ])('also where it changes a file to one %s', async (_, text, why, path = RENDERED) => {
    const { site, commit } = await aPull({ [path]: text })
    expect(await gatesOf(site)).toMatchObject([
      { commit, state: 'failure', summary: expect.stringContaining(`cannot be judged: ${why}`) },
    ])
  })

  test('and where it may be read the next time, that is left to the next time', async () => {
    const { site, commit, failingWith, said } = await two()
    const away = new Failure('git/unreachable', 'the remote is away', { hint: 'Wait.', retry: true })
    await expect(gatesOf(site, { repository: failingWith(away) })).rejects.toBe(away)
    expect(said()).toMatchObject([{ commit, state: 'success' }])
  })

  test('also where its branch, or what its text says it is, has a name that forges take and we do not', async () => {
    const { site, commit, evil } = await two()
    site.forge.open({ author: 'eve', title: 'x', head: { branch: '-x', commit: evil }, base: 'main', isFork: false })
    await site.forge.ensureProposal({ ...draft, marker: 'change/a..b', branch: 'isthmus/x' })
    const odd = new Failure('git/bad-ref', 'that is no branch', { hint: 'Another.' })
    const resolve = async (ref: string) => (/^-|\.\./.test(ref) ? Promise.reject(odd) : site.repository.resolve(ref))
    const repository = { ...site.repository, resolve }
    expect((await gatesOf(site, { repository })).map((each) => each.commit)).toEqual([commit, evil])
  })

  test('also where its fork cannot be fetched', async () => {
    const { site, commit, evil } = await two()
    site.forge.open({ author: 'eve', title: 'x', head: { branch: 'f', commit: evil }, base: 'main', isFork: true })
    const repository = {
      ...site.repository,
      fetchHead: () => Promise.reject(new Failure('git/timeout', 'it drips', { hint: 'Wait.', retry: true })),
    }
    expect((await gatesOf(site, { repository })).map((each) => each.commit)).toEqual([commit, evil])
  })
})

describe('what does not change between two looks', () => {
  let site: Site
  let read: string[]
  beforeAll(async () => {
    const pull = await aPull({ 'README.md': 'mine\n' })
    site = pull.site
    read = []
  })

  test('is read from Git once', async () => {
    const { repository } = site
    const counted = {
      ...repository,
      changedFiles: async (from: string, to: string, folder: string) => {
        read.push(folder)
        return await repository.changedFiles(from, to, folder)
      },
    }
    for (let i = 0; i < 3; i++) await gatesOf(site, { repository: counted })
    expect(read).toEqual(['rendered'])
    site.repository.commitAs(person, 'main', { LICENSE: 'free\n' })
    await gatesOf(site, { repository: counted })
    expect(read).toEqual(['rendered', 'rendered'])
  })

  test('but not more than fits: many large ones are read again, and the first ones are still known', async () => {
    const site = aSite()
    await reconcile('small', site.input())
    site.merge()
    const large = `# ${'x'.repeat(900_000)}\n`
    for (let i = 0; i < 20; i++) {
      site.repository.commitAs(person, `mine-${i}`, { 'rendered/elsewhere/large.yaml': large })
      const commit = (await site.repository.resolve(`mine-${i}`)) ?? ''
      const head = { branch: `mine-${i}`, commit }
      site.forge.open({ author: 'ada', title: 'Mine', head, base: 'main', isFork: false })
    }
    const asked: string[] = []
    const { repository } = site
    const counted = {
      ...repository,
      changedFiles: async (from: string, to: string, folder: string) => {
        asked.push(to)
        return await repository.changedFiles(from, to, folder)
      },
    }
    await gatesOf(site, { repository: counted })
    expect(asked.splice(0)).toHaveLength(20)
    await gatesOf(site, { repository: counted })
    expect(asked).toHaveLength(2)
  })
})
