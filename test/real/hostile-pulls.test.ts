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
  expect(said).toEqual(HOSTILE.map(([, , wanted]) => ({ ...wanted, approval: 'success' })))
}, 300_000)
