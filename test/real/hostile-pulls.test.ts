import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Check } from '../../engine/model/review.ts'
import { platformMaker } from '../engine/commands/a-platform.ts'
import { git, isthmus, write } from '../engine/commands/a-shell.ts'
import { isthmusChild } from '../engine/server/a-child.ts'
import { aServed } from '../engine/server/a-served.ts'

const MIB = 2 ** 20
/** As much memory as YAML can take for its length. */
const swelling = (bytes: number) => `a: [${'[],'.repeat(Math.floor(bytes / 3) - 3)}]\n`
const sources = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`policies/app/m${i}.yaml`, swelling(MIB)] as const))
const RENDERED = 'rendered/gdw/certs-health.yaml'

const HOSTILE: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>])[] = [
  ['a file too large to be read', { [RENDERED]: swelling(33 * MIB) }, { plan: 'failure', gate: 'failure' }],
  ['one as large as may be read', { [RENDERED]: swelling(31 * MIB) }, { plan: 'success', gate: 'failure' }],
  ['an index', { 'rendered/gdw/.isthmus.json': `[${'[],'.repeat(10 * MIB)}0]` }, { plan: 'failure', gate: 'failure' }],
  ['seven sources', sources(7), { plan: 'failure', gate: 'success' }],
  ['three sources', sources(3), { plan: 'failure', gate: 'success' }],
  ['a harmless one', { 'README.md': 'mine\n' }, { plan: 'success', gate: 'success' }],
]

/** A commit of eight trees that stand for ten million sources. */
function pushBomb(work: string): string {
  const made = (command: string, input: string) =>
    execFileSync('git', command.split(' '), { cwd: work, input, encoding: 'utf8' }).trim()
  const ten = (line: (i: number) => string) => Array.from({ length: 10 }, (_, i) => `${line(i)}\n`).join('')
  const blob = made('hash-object -w --stdin', 'a: 1\n')
  let id = made(
    'mktree',
    ten((i) => `100644 blob ${blob}\tf${i}.yaml`),
  )
  for (let level = 0; level < 6; level++)
    id = made(
      'mktree',
      ten((i) => `040000 tree ${id}\td${i}`),
    )
  const others = git(work, 'ls-tree', 'origin/main')
    .split('\n')
    .filter((each) => each !== '' && !each.endsWith('\tpolicies'))
  const root = made('mktree', `${[...others, `040000 tree ${id}\tpolicies`].join('\n')}\n`)
  const commit = git(work, 'commit-tree', root, '-p', 'origin/main', '-m', 'bomb').trim()
  git(work, 'push', '-q', 'origin', `${commit}:refs/heads/bomb`)
  return commit
}

test('what anybody proposes fills no memory, and keeps no check from anybody else', async () => {
  const { work, clusters, env } = await aServed(await platformMaker())
  const commits = []
  for (const [name, files] of HOSTILE) {
    const branch = name.replaceAll(' ', '-')
    git(work, 'checkout', '-q', '-b', branch, 'origin/main')
    for (const [path, text] of Object.entries(files)) write(work, path, text)
    git(work, 'add', '-A')
    git(work, 'commit', '-q', '-m', name)
    git(work, 'push', '-q', 'origin', branch)
    commits.push(git(work, 'rev-parse', 'HEAD').trim())
    git(work, 'checkout', '-q', 'main')
    await isthmus(work, 'pulls', 'open', branch, name, '--as', 'Eve <eve@example.com>')
  }
  commits.push(pushBomb(work))
  await isthmus(work, 'pulls', 'open', 'bomb', 'a bomb', '--as', 'Eve <eve@example.com>')
  // Less than V8 takes in a pod of 1 GiB.
  const served = isthmusChild(work, ['serve', '--from', clusters, '--once'], {
    ...env,
    NODE_OPTIONS: '--max-old-space-size=400',
  })
  expect(await served.ended, served.text()).toBe(1)
  const folder = join(work, '../origin.pulls')
  const checksOf = (commit: string) =>
    JSON.parse(
      readFileSync(join(folder, readdirSync(folder).find((each) => each.includes(commit)) ?? ''), 'utf8'),
    ) as Check[]
  const said = commits.map((commit) =>
    Object.fromEntries(checksOf(commit).map((each) => [each.name.replace('isthmus/', ''), each.state])),
  )
  const wanted = [...HOSTILE.map((each) => each[2]), { plan: 'failure', gate: 'failure' }]
  expect(said).toEqual(wanted.map((each) => ({ ...each, approval: 'success' })))
}, 300_000)
