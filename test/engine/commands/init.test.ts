import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { load as parse } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Scripted } from '../a-scripted-prompter.ts'
import { aScriptedPrompter } from '../a-scripted-prompter.ts'
import { fingerprint, git, isthmus, isthmusAsked, newFolder, read, write } from './a-shell.ts'

const ANSWERS: readonly (readonly [string, Scripted])[] = [
  ['Name of the environment', 'shop'],
  ['Base DNS domain', 'shop.example.com'],
  ['Cluster 1: region', 'us-east-1'],
  ['Cluster 2: region', 'us-east-2'],
  ['Cluster 3: region', 'us-west-2'],
]
const answers = (...first: readonly (readonly [string, Scripted])[]) => aScriptedPrompter([...first, ...ANSWERS])

describe('init --wizard', () => {
  test('three regions, everything else as proposed: a repository that validates', async () => {
    const folder = newFolder()
    const ask = answers()
    const ran = await isthmusAsked(ask, folder, 'init', '--wizard', 'platform')
    expect(ran.code).toBe(0)
    const root = join(folder, 'platform')
    const environment = read(root, 'environments/shop.yaml')
    expect(parse(environment)).toMatchObject({
      metadata: { name: 'shop' },
      spec: {
        hub: { namespace: 'isthmus-shop', clusterSet: 'shop' },
        domain: { base: 'shop.example.com' },
        clusters: [
          { name: 'cluster1', region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
          { name: 'cluster2', region: 'us-east-2' },
          { name: 'cluster3', region: 'us-west-2', network: { pods: '10.136.0.0/14' } },
        ],
        components: {
          clusters: { provision: 'hive' },
          tunnel: {},
          certs: {},
          vault: {},
          database: {},
          loadbalancer: {},
        },
      },
    })
    expect((await isthmus(root, 'validate')).code).toBe(0)
    expect((await isthmus(root, 'expand')).code).toBe(0)
    // The whole file was shown before it was written.
    expect(ask.asked.find((each) => each.startsWith('environments/shop.yaml'))).toContain(environment.trimEnd())
  })

  test('a wrong answer is asked again, with what is wrong', async () => {
    const ask = answers(
      ['Name of the environment', 'My Shop'],
      ['Base DNS domain', 'localhost'],
      ['How many clusters', '12'],
      ['How many clusters', '3'],
      ['keep clear of', '10.0.0.1/8'],
      ['keep clear of', '10.128.0.0/12'],
      ['Cluster 2: name', 'cluster1'],
      ['Cluster 2: name', 'second'],
    )
    const folder = newFolder()
    expect((await isthmusAsked(ask, folder, 'init', '--wizard')).code).toBe(0)
    expect(ask.asked.filter((each) => each.startsWith('refused:'))).toHaveLength(5)
    expect(read(folder, 'environments/shop.yaml')).toMatch(/name: second[\s\S]*pods: 10.148.0.0\/14/)
  })

  test('clusters that run already have the networks that they have, and overlaps are said before anything is written', async () => {
    const folder = newFolder()
    const ask = answers(['run already', 'imported'], ['cluster2: pods network', '10.128.0.0/14'])
    const ran = await isthmusAsked(ask, folder, 'init', '--wizard')
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('network/overlap') })
    expect(readdirSync(folder)).toEqual([])
  })

  test('the forge that is chosen has its workflow, its page and its configuration', async () => {
    const folder = newFolder()
    const ask = answers(
      ['pull requests live', 'gitlab'],
      ['Name of this repository', 'platform/state'],
      ['alerts go', 'slack'],
      ['Who reviews', '@platform/sre'],
    )
    expect((await isthmusAsked(ask, folder, 'init', '--wizard')).code).toBe(0)
    expect(parse(read(folder, 'isthmus.yaml'))).toMatchObject({
      forge: {
        type: 'gitlab',
        url: 'https://gitlab.com',
        repository: 'platform/state',
        token: { env: 'ISTHMUS_TOKEN' },
      },
      chats: [{ type: 'slack', url: { env: 'CHAT_URL' } }],
    })
    expect(parse(read(folder, '.gitlab-ci.yml'))).toHaveProperty('isthmus.script')
    expect(read(folder, 'docs/branch-protection.md')).toContain('On GitLab')
    expect(read(folder, 'CODEOWNERS')).toContain('* @platform/sre')
    expect(read(folder, 'CODEOWNERS')).toContain('/.gitlab-ci.yml @platform/sre')
    expect(existsSync(join(folder, '.github'))).toBe(false)
    expect((await isthmus(folder, 'validate')).code).toBe(0)
  })

  test('another environment leaves every other file as it is, and keeps clear of its networks and names', async () => {
    const folder = newFolder()
    await isthmus(folder, 'init')
    write(folder, 'CODEOWNERS', '* @somebody\n')
    const before = fingerprint(folder)
    const ask = answers(['Cluster 1: name', 'cluster1'], ['Cluster 1: name', 'shop1'])
    const ran = await isthmusAsked(ask, folder, 'init', '--wizard', '--output', 'json')
    const { files } = JSON.parse(ran.out) as { files: string[] }
    expect(files).toEqual(['environments/shop.yaml', 'placements/shop.yaml'])
    const text = read(folder, 'environments/shop.yaml')
    expect(text).toMatch(/name: cluster4\n/)
    expect(text).not.toContain('10.128.0.0/14')
    // Where pull requests live is said already.
    expect(ask.asked.join('\n')).not.toContain('pull requests live')
    expect((await isthmus(folder, 'validate')).code).toBe(0)
    for (const each of files) rmSync(join(folder, each))
    expect(fingerprint(folder)).toBe(before)
  })

  test.each(['Name of the environment', 'Cluster 2: where', 'Which components', 'Write them'])(
    'leaving at "%s" leaves nothing behind',
    async (words) => {
      const folder = newFolder()
      const ran = await isthmusAsked(answers([words, undefined]), folder, 'init', '--wizard', 'platform')
      expect(ran.code).toBe(1)
      expect(ran.out).toBe('')
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test('no at the end writes nothing', async () => {
    const folder = newFolder()
    const ran = await isthmusAsked(answers(['Write them', false]), folder, 'init', '--wizard', 'platform')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('init/declined') })
    expect(readdirSync(folder)).toEqual([])
  })

  test('without a terminal the way without one is named', async () => {
    const folder = newFolder()
    const ran = await isthmus(folder, 'init', '--wizard')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('--answers FILE') })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('init --answers', () => {
  const GOOD =
    'apiVersion: isthmus.dev/v1alpha1\nkind: Setup\nname: shop\ndomain: example.com\nclusters:\n  - { name: c1, cloud: aws, region: us-east-1 }\n'

  test('writes what the wizard writes', async () => {
    const folder = newFolder()
    write(folder, 'answers.yaml', GOOD)
    expect((await isthmus(folder, 'init', '--answers', 'answers.yaml', 'platform')).code).toBe(0)
    expect((await isthmus(join(folder, 'platform'), 'validate')).code).toBe(0)
  })

  test.each([
    ['a wrong answer', GOOD.replace('example.com', 'nowhere'), [], 2, 'schema/pattern'],
    ['a file that is not there', undefined, [], 1, 'init/answers'],
    [
      'no room for networks',
      `${GOOD}avoid: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]\n`,
      [],
      1,
      'init/no-free-network',
    ],
    ['both ways at once', GOOD, ['--wizard'], 1, 'usage/init'],
    ['a forge beside them', GOOD, ['--forge', 'github'], 1, 'usage/init'],
  ])('%s writes nothing', async (_, text, more, code, words) => {
    const folder = newFolder()
    if (text !== undefined) write(folder, 'answers.yaml', text)
    const ran = await isthmus(folder, 'init', '--answers', 'answers.yaml', 'platform', ...more)
    expect(ran).toMatchObject({ code, err: expect.stringContaining(words) })
    expect(existsSync(join(folder, 'platform'))).toBe(false)
  })

  test('an environment that is there already is not touched', async () => {
    const folder = newFolder()
    write(folder, 'answers.yaml', GOOD)
    await isthmus(folder, 'init', '--answers', 'answers.yaml')
    const before = fingerprint(folder)
    const ran = await isthmus(folder, 'init', '--answers', 'answers.yaml')
    expect(ran.code).toBeGreaterThan(0)
    expect(fingerprint(folder)).toBe(before)
  })
})

describe('init', () => {
  test.each([
    ['github', '.github/workflows/isthmus.yml', 'On GitHub'],
    ['gitea', '.gitea/workflows/isthmus.yml', 'On Gitea'],
    ['gitlab', '.gitlab-ci.yml', 'On GitLab'],
    ['local', '.github/workflows/isthmus.yml', 'for trying out'],
  ])('--forge %s', async (forge, workflow, words) => {
    const folder = newFolder()
    expect((await isthmus(folder, 'init', '--forge', forge)).code).toBe(0)
    expect(() => parse(read(folder, workflow))).not.toThrow()
    expect(read(folder, 'docs/branch-protection.md')).toContain(words)
    expect((await isthmus(folder, 'validate')).code).toBe(0)
  })

  test('an unknown forge', async () => {
    const folder = newFolder()
    const ran = await isthmus(folder, 'init', '--forge', 'githb')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('github') })
    expect(readdirSync(folder)).toEqual([])
  })

  test('what people write names a schema that is there', async () => {
    const folder = newFolder()
    await isthmus(folder, 'init')
    for (const path of ['environments/gdw.yaml', 'placements/gdw.yaml', 'isthmus.yaml']) {
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(folder, path)) ?? []
      const found = join(folder, path, '..', schema)
      expect(existsSync(found), `${path}: ${schema}`).toBe(true)
    }
  })

  test('every check and branch that the page names is one that the engine reports or writes', async () => {
    const folder = newFolder()
    await isthmus(folder, 'init', '--forge', 'github')
    const named = [...read(folder, 'docs/branch-protection.md').matchAll(/`(isthmus\/[a-z]+)`/g)].map(
      (each) => each[1] ?? '',
    )
    const engine = join(import.meta.dirname, '../../../engine')
    const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' })
      .filter((each) => /^(model|stages\/(gate|report)|flows)\/.*\.ts$/.test(each))
      .map((each) => read(engine, each))
    expect(new Set(named)).toEqual(new Set(['isthmus/approval', 'isthmus/plan', 'isthmus/gate', 'isthmus/history']))
    for (const each of named)
      expect(
        sources.some((text) => text.includes(`'${each}'`)),
        each,
      ).toBe(true)
  })
})

describe('what to run next', () => {
  test('in a folder that is no Git repository begins with one', async () => {
    const folder = newFolder()
    expect((await isthmus(folder, 'init', 'platform')).out).toMatch(/git init .*\n.* && git push -u origin main\n/)
  })

  test('in a repository goes on there', async () => {
    const folder = newFolder()
    git(folder, 'init', '--quiet')
    const { out } = await isthmus(folder, 'init', 'platform')
    expect(out).toMatch(/ && git push\n/)
    expect(out).not.toContain('git init')
  })
})
