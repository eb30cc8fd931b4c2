import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../engine/adapters/git.ts'
import type { ReviewInput } from '../../../engine/flows/review.ts'
import { reviewPull, reviewPulls } from '../../../engine/flows/review.ts'
import { Failure } from '../../../engine/model/failure.ts'
import type { Author } from '../../../engine/model/git.ts'
import { TOO_LARGE } from '../../../engine/model/git.ts'
import type { PeoplesPull } from '../../../engine/model/review.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, commit, noon, person, scratchRepository, shell } from '../../contracts/scratch-repository.ts'
import { aWork } from './ways-out/a-work.ts'

const PLATFORM = {
  'environments/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters:
    - { name: cluster1, cloud: aws, region: r1, network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 } }
  components: {}
`,
  'placements/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: app }
spec: { environment: gdw, policies: [app], clusters: { all: true } }
`,
  'policies/app/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n',
  'policies/app/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: app }\ndata: { mode: slow }\n',
}
const FASTER = { 'policies/app/map.yaml': PLATFORM['policies/app/map.yaml'].replace('slow', 'fast') }
const merged = () => ({ ...PLATFORM, ...Object.fromEntries(aWork(PLATFORM).merged.rendered) })
const eve: Author = { name: 'Eve', email: 'eve@example.com' }

async function aPull(files: Readonly<Record<string, string | undefined>>, more: Partial<ReviewInput> = {}) {
  const repository = fakeRepository(merged())
  const forge = fakeForge()
  repository.commitAs(person, 'faster', files)
  const input: ReviewInput = {
    repository,
    forge,
    components: [],
    author: bot,
    version: '1.0.0',
    propose: 'follow-up',
    now: noon,
    ...more,
  }
  const tip = async () => (await repository.resolve('faster')) ?? ''
  const pull = async (change: Partial<PeoplesPull> = {}): Promise<PeoplesPull> => ({
    ...{ number: 7, author: 'ada', title: 'Faster', base: 'main', isFork: false, url: 'fake:7' },
    head: { branch: 'faster', commit: await tip() },
    ...change,
  })
  const look = async (change: Partial<PeoplesPull> = {}) => reviewPull(await pull(change), input)
  const files_ = () => repository.branches().get('faster') ?? new Map<string, string>()
  return { repository, forge, input, tip, pull, look, files: files_ }
}

const OTHER = (PLATFORM['environments/gdw.yaml'] ?? '').replaceAll('gdw', 'other').replace('cluster1', 'far')
const WITHOUT = {
  'environments/other.yaml': OTHER,
  'environments/gdw.yaml': undefined,
  'placements/gdw.yaml': undefined,
}

describe('a person’s pull request', () => {
  test('gets its plan as one comment and a check, however often it is looked at, and keeps its branch', async () => {
    const { forge, look, tip } = await aPull(FASTER)
    const before = await tip()
    for (let i = 0; i < 2; i++)
      expect(await look()).toMatchObject({
        outcome: 'planned',
        commit: before,
        isPushed: false,
        rendering: 'follow-up',
      })
    expect(forge.comments.map((each) => [each.number, each.text])).toEqual([
      [7, expect.stringMatching(/slow` → `fast|slow → fast/)],
    ])
    expect(forge.checks).toEqual([
      expect.objectContaining({ name: 'isthmus/plan', commit: before, state: 'success', annotations: [] }),
    ])
    expect(await tip()).toBe(before)
  })

  test('a branch that is behind is told nothing of what the base gained since', async () => {
    const { repository, forge, look } = await aPull(FASTER)
    const louder = {
      'policies/app/map.yaml': `${PLATFORM['policies/app/map.yaml'].trimEnd().replace(' }', ', volume: loud }')}\n`,
    }
    repository.commitAs(eve, 'main', {
      ...louder,
      ...Object.fromEntries(aWork({ ...PLATFORM, ...louder }).merged.rendered),
    })
    expect(await look()).toMatchObject({ outcome: 'planned' })
    expect(forge.comments[0]?.text).toMatch(/slow` → `fast|slow → fast/)
    expect(forge.comments[0]?.text).not.toContain('loud')
  })

  test('says what is wrong at file and line, and renders nothing of it', async () => {
    const broken = {
      'placements/gdw.yaml': PLATFORM['placements/gdw.yaml'].replace('policies: [app]', 'policies: [nope]'),
    }
    const { forge, look, tip } = await aPull(broken, { propose: 'in-place' })
    const before = await tip()
    expect(await look()).toMatchObject({ outcome: 'planned', isPushed: false })
    expect(await tip()).toBe(before)
    const [check] = forge.checks
    expect(check).toMatchObject({ state: 'failure', summary: expect.stringContaining('error') })
    expect(check?.annotations).toContainEqual(
      expect.objectContaining({ file: 'placements/gdw.yaml', line: 4, severity: 'error' }),
    )
    expect(forge.comments[0]?.text).toContain('`placements/gdw.yaml:4`')
  })

  test('in place: rendered/ is a commit of ours on top, once, and the check is on it', async () => {
    const { repository, forge, look, tip, files } = await aPull(FASTER, { propose: 'in-place' })
    const before = await tip()
    const first = await look()
    expect(first).toMatchObject({ outcome: 'planned', isPushed: true, rendering: 'commit' })
    expect(await tip()).not.toBe(before)
    expect(files().get('policies/app/map.yaml')).toContain('fast')
    const rendered = Object.fromEntries(aWork({ ...PLATFORM, ...FASTER }).merged.rendered)
    expect(Object.fromEntries([...files()].filter(([path]) => path.startsWith('rendered/')))).toEqual(rendered)
    expect(await look()).toMatchObject({ outcome: 'planned', isPushed: false, commit: await tip() })
    expect(forge.checks.map((each) => [each.commit, each.state])).toEqual([[await tip(), 'success']])
    expect(forge.comments).toHaveLength(1)
    expect(await repository.resolve('main')).not.toBe(await tip())
  })

  test('a head that moved is left alone, before and while it is rendered', async () => {
    const { repository, forge, input, pull, look } = await aPull(FASTER, { propose: 'in-place' })
    const stale = await pull()
    repository.commitAs(eve, 'faster', { 'README.md': 'more' })
    expect(await reviewPull(stale, input)).toEqual({ outcome: 'moved' })
    const racing = {
      ...repository,
      commitOnTop: (request: Parameters<typeof repository.commitOnTop>[0]) => {
        repository.commitAs(eve, 'faster', { 'README.md': 'still more' })
        return repository.commitOnTop(request)
      },
    }
    expect(await reviewPull(await pull(), { ...input, repository: racing })).toEqual({ outcome: 'moved' })
    expect(forge.comments).toEqual([])
    expect(forge.checks).toEqual([])
    expect(await look()).toMatchObject({ outcome: 'planned', isPushed: true })
  })

  test('a fork is planned only, also in place, and only where its commits can be had', async () => {
    const { look, tip, forge } = await aPull(FASTER, { propose: 'in-place' })
    const before = await tip()
    const fork = { isFork: true, ref: 'refs/pull/7/head', head: { branch: 'main', commit: before } }
    expect(await look(fork)).toMatchObject({ outcome: 'planned', isPushed: false, rendering: 'follow-up' })
    expect(await tip()).toBe(before)
    expect(forge.checks.map((each) => each.commit)).toEqual([before])
    expect(await look({ isFork: true, head: fork.head })).toEqual({ outcome: 'moved' })
    expect(await look({ ...fork, head: { branch: 'main', commit: 'f'.repeat(40) } })).toEqual({ outcome: 'moved' })
  })

  test('somebody’s file in rendered/ is named and kept; what another version made is not rendered over', async () => {
    const own = await aPull({ ...FASTER, 'rendered/gdw/mine.yaml': 'x: 1\n' }, { propose: 'in-place' })
    const before = await own.tip()
    await own.look()
    expect(own.forge.checks[0]).toMatchObject({ state: 'failure', summary: expect.stringContaining('mine.yaml') })
    expect(await own.tip()).toBe(before)
    const newer = await aPull(FASTER, { propose: 'in-place', version: '2.0.0' })
    await newer.look()
    expect(newer.forge.checks[0]).toMatchObject({
      state: 'failure',
      summary: expect.stringContaining('upgrade to 2.0.0'),
    })
    expect(newer.files().get('rendered/gdw/.isthmus.json')).toContain('1.0.0')
  })

  test('what it says of itself is text: no mention, no markup, and nothing of its configuration counts', async () => {
    const hostile = {
      'placements/gdw.yaml': PLATFORM['placements/gdw.yaml'].replace('policies: [app]', 'policies: ["@all <img>"]'),
      'isthmus.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\npropose: in-place\n',
    }
    const { forge, look, tip } = await aPull(hostile)
    const before = await tip()
    await look()
    expect(forge.comments[0]?.text).not.toMatch(/[^`]@all|<img>(?!.*`)/)
    expect(await tip()).toBe(before)
  })
})

test('with Git: the branch of a person gets our commit on top of theirs, and never a push over another', async () => {
  const { work, remote } = scratchRepository()
  for (const files of [merged()]) commit(work, files)
  shell(work, 'push', '-q')
  shell(work, 'checkout', '-q', '-b', 'faster')
  const theirs = commit(work, FASTER)
  shell(work, 'push', '-q', 'origin', 'faster')
  shell(work, 'checkout', '-q', '-')
  const repository = await openRepository({ directory: work, variables: process.env })
  const forge = fakeForge()
  const input: ReviewInput = {
    repository,
    forge,
    components: [],
    author: bot,
    version: '1.0.0',
    propose: 'in-place',
    now: noon,
  }
  const pull = {
    number: 7,
    author: 'ada',
    title: 'Faster',
    base: 'main',
    isFork: false,
    url: 'u',
    head: { branch: 'faster', commit: theirs },
  }
  const looked = await reviewPull(pull, input)
  const tip = shell(remote, 'rev-parse', 'faster').trim()
  expect(looked).toMatchObject({ outcome: 'planned', isPushed: true, commit: tip })
  expect(shell(remote, 'log', '-1', '--format=%P %ae', 'faster').trim()).toBe(`${theirs} ${bot.email}`)
  expect(await reviewPull(pull, input)).toEqual({ outcome: 'moved' })
  expect(shell(remote, 'rev-parse', 'faster').trim()).toBe(tip)
  // What a forge keeps of a fork comes under its own ref, and moves none of the clone.
  const fork = shell(work, 'commit-tree', `${theirs}^{tree}`, '-p', theirs, '-m', 'from a fork').trim()
  shell(work, 'push', '-q', 'origin', `${fork}:refs/pull/8/head`)
  expect(await repository.fetchHead('refs/pull/8/head', fork)).toBe(true)
  expect(await repository.fetchHead('refs/pull/8/head', theirs)).toBe(false)
  expect(await repository.fetchHead('refs/pull/9/head', fork)).toBe(false)
  await expect(repository.fetchHead('--upload-pack=x', fork)).rejects.toMatchObject({ code: 'git/bad-ref' })
})

test('one pull request that cannot be looked at holds up no other', async () => {
  const { input, forge, pull } = await aPull(FASTER)
  const [good, bad] = [await pull(), await pull({ number: 8 })]
  const broken = {
    ...forge,
    openPulls: async () => [bad, good],
    ensureComment: async (number: number, marker: string, text: string) => {
      if (number === bad.number) throw new Failure('forge/forbidden', 'no', { hint: 'ask' })
      return await forge.ensureComment(number, marker, text)
    },
  }
  const reviewed = await reviewPulls({ ...input, forge: broken })
  expect(reviewed.map((each) => [each.pull.number, each.reviewed])).toEqual([
    [8, expect.objectContaining({ code: 'forge/forbidden' })],
    [7, expect.objectContaining({ outcome: 'planned' })],
  ])
})

test('one that is too large to be read is told so, as text', async () => {
  const { input, forge, repository, pull } = await aPull(FASTER)
  const head = await pull()
  const failing = {
    ...repository,
    readTree: async (at: string, folder: string) => {
      if (at === head.head.commit) throw new Failure(TOO_LARGE, 'rendered/`@all`\u202e has 99 bytes', { hint: 'Less.' })
      return await repository.readTree(at, folder)
    },
  }
  const reviews = { ...input, repository: failing, forge: { ...forge, openPulls: async () => [head] } }
  expect((await reviewPulls(reviews)).map((each) => each.reviewed)).toEqual([
    expect.objectContaining({ code: TOO_LARGE }),
  ])
  expect(forge.checks).toMatchObject([
    {
      name: 'isthmus/plan',
      commit: head.head.commit,
      state: 'failure',
      summary: 'cannot be planned: rendered/`@all`\\u{202e} has 99 bytes',
      text: 'rendered/\\`@\u200ball\\`\\\\u\\{202e\\} has 99 bytes. Less.',
    },
  ])
})

describe('a pull request that takes away more than may go unasked', () => {
  const gone = { 'policies/app/map.yaml': PLATFORM['policies/app/map.yaml'].replace('name: app,', 'name: other,') }
  const limits = { removals: 0, moves: 0 }

  test('waits for an approval of somebody else where its branch is all that is merged', async () => {
    const { forge, look } = await aPull(gone, { propose: 'in-place', limits })
    const state = async () => {
      await look()
      return forge.checks.at(-1)
    }
    expect(await state()).toMatchObject({
      name: 'isthmus/plan',
      state: 'pending',
      summary: expect.stringContaining('waits for an approval'),
    })
    forge.approve(7, 'Ada')
    expect((await state())?.state).toBe('pending')
    forge.approve(7, 'bob')
    expect((await state())?.state).toBe('success')
  })

  test.each<[string, Partial<ReviewInput>, Readonly<Record<string, string>>]>([
    ['where a proposal follows, which asks itself', { limits }, gone],
    ['where the limit allows it', { propose: 'in-place', limits: { removals: 1, moves: 0 } }, gone],
    ['where nothing goes', { propose: 'in-place', limits }, FASTER],
  ])('and does not %s', async (_, more, files) => {
    const { forge, look } = await aPull(files, more)
    await look()
    expect(forge.checks.at(-1)?.state).toBe('success')
  })
})

describe('a pull request that takes an environment out', () => {
  test('is told what goes, and with follow-up keeps its branch', async () => {
    const { forge, look, tip } = await aPull(WITHOUT)
    const before = await tip()
    expect(await look()).toMatchObject({ outcome: 'planned', isPushed: false })
    expect(forge.comments.at(-1)?.text).toContain('No source asks for gdw any more')
    expect(await tip()).toBe(before)
  })

  test('in place loses what was rendered, and waits for somebody else’s approval', async () => {
    const limits = { removals: 1_000, moves: 1_000 }
    const { forge, look, files } = await aPull(WITHOUT, { propose: 'in-place', limits })
    expect([...files().keys()].some((each) => each.startsWith('rendered/gdw/'))).toBe(true)
    expect(await look()).toMatchObject({ outcome: 'planned', isPushed: true })
    expect([...files().keys()].filter((each) => each.startsWith('rendered/gdw/'))).toEqual([])
    expect(forge.checks.at(-1)).toMatchObject({ name: 'isthmus/plan', state: 'pending' })
  })
})
