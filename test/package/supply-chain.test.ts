import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'

const root = join(import.meta.dirname, '..', '..')
const work = mkdtempSync(join(tmpdir(), 'isthmus-supply-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
const file = (path: string) => readFileSync(join(root, path), 'utf8')
const yaml = (path: string) => load(file(path)) as Json

describe('workflows', () => {
  const names = readdirSync(join(root, '.github/workflows'))
  const jobs = (name: string) => Object.entries(at(yaml(`.github/workflows/${name}`), 'jobs') ?? {}) as [string, Json][]

  test.each(names)('%s: every action is pinned by commit, and no script holds an expression', (name) => {
    const steps = jobs(name).flatMap(([, job]) => listAt(job, 'steps'))
    expect(steps.length).toBeGreaterThan(0)
    for (const each of steps) {
      expect(textAt(each, 'uses') ?? 'x@0123456789012345678901234567890123456789').toMatch(/@[0-9a-f]{40}$/)
      expect(textAt(each, 'run') ?? '').not.toContain('${{')
    }
    expect(file(`.github/workflows/${name}`)).not.toContain('pull_request_target')
  })

  test.each(names)('%s: no job has more rights than it needs', (name) => {
    const workflow = yaml(`.github/workflows/${name}`)
    expect(isObject(at(workflow, 'permissions'))).toBe(true)
    const rights = jobs(name).flatMap(([job, value]) =>
      Object.entries(at(value, 'permissions') ?? {}).map(([what, right]) => `${job}: ${what} ${String(right)}`),
    )
    expect(rights.filter((each) => each.endsWith(' write'))).toEqual(
      name === 'release.yml' ? ['publish: contents write', 'publish: id-token write'] : [],
    )
  })

  test('nothing is published that was not tested, and what is published has its provenance', () => {
    const [tested, published] = ['test', 'publish'].map(
      (name) => jobs('release.yml').find(([job]) => job === name)?.[1],
    )
    const runs = (job: Json | undefined) => listAt(job, 'steps').flatMap((each) => textAt(each, 'run') ?? [])
    expect(runs(tested)).toContain('.ci/run')
    expect(textAt(published, 'needs')).toBe('test')
    expect(runs(published).filter((each) => each.includes('npm publish'))).toEqual([
      expect.stringContaining('--provenance'),
    ])
    expect(runs(published).join('\n')).toMatch(/sbom > sbom\.cdx\.json[\s\S]*gh release create .* sbom\.cdx\.json/)
    expect(file('.github/workflows/release.yml')).not.toMatch(/NODE_AUTH_TOKEN|NPM_TOKEN|secrets\./)
  })
})

test('updates are proposed for every ecosystem that is used here', () => {
  const updates = listAt(yaml('.github/dependabot.yml'), 'updates')
  expect(updates.map((each) => textAt(each, 'package-ecosystem'))).toEqual(['npm', 'github-actions', 'docker'])
  const folders = updates.flatMap((each) => [textAt(each, 'directory') ?? [], ...listAt(each, 'directories')].flat())
  for (const folder of folders) expect(existsSync(join(root, String(folder)))).toBe(true)
  for (const each of updates) expect(textAt(each, 'schedule', 'interval')).toBe('weekly')
})

describe('packages', () => {
  const lock = JSON.parse(file('package-lock.json')) as {
    packages: Record<string, { integrity?: string; hasInstallScript?: boolean; dev?: boolean }>
  }
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

  test('each has its integrity hash, and what is shipped runs nothing when it is installed', () => {
    for (const [path, { integrity, hasInstallScript, dev }] of packages) {
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)])
      if (hasInstallScript) expect([path, dev]).toEqual([path, true])
    }
  })

  test('versions are exact', () => {
    const { dependencies, devDependencies } = JSON.parse(file('package.json')) as Record<string, Record<string, string>>
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
  })

  const licences = (packagesOf: object) => {
    const path = join(work, 'lock.json')
    writeFileSync(path, JSON.stringify({ packages: { '': {}, ...packagesOf } }))
    const { status, stdout } = spawnSync(process.execPath, ['scripts/licences.mjs', path], {
      cwd: root,
      encoding: 'utf8',
    })
    return { status, said: stdout }
  }

  test('every licence is on the list', () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/licences.mjs'], { cwd: root, encoding: 'utf8' })
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+ packages, 0 with/)])
  })

  test.each<[string, object, number]>([
    ['one of two is enough', { license: '(GPL-3.0 OR MIT)' }, 0],
    ['both of two are needed', { license: 'MIT AND GPL-3.0' }, 1],
    ['copyleft', { license: 'AGPL-3.0-only' }, 1],
    ['none', {}, 1],
    ['text', { license: 'SEE LICENSE IN LICENSE' }, 1],
    ['weak copyleft in a tool', { license: 'MPL-2.0', dev: true }, 0],
    ['weak copyleft in what is shipped', { license: 'MPL-2.0' }, 1],
  ])('%s: %j', (_, entry, code) => {
    const { status, said } = licences({ 'node_modules/a': { version: '1.0.0', ...entry } })
    expect(status).toBe(code)
    if (code === 1) expect(said).toContain('a 1.0.0')
  })
})

describe('npm run audit', () => {
  const audit = (answer: unknown) => {
    const npm = join(work, 'npm')
    writeFileSync(
      npm,
      `#!/bin/sh\ncat <<'END'\n${typeof answer === 'string' ? answer : JSON.stringify(answer)}\nEND\nexit 1\n`,
    )
    chmodSync(npm, 0o755)
    const env = { ...process.env, PATH: `${work}${delimiter}${process.env.PATH ?? ''}` }
    return spawnSync(process.execPath, ['scripts/audit.mjs'], { cwd: root, encoding: 'utf8', env })
  }
  const counts = { info: 0, low: 0, moderate: 1, high: 0, critical: 0, total: 1 }
  const weak = { name: 'a', severity: 'high', range: '<2', via: [{ title: 'Bad', url: 'https://x.example' }, 'b'] }

  test.each<[string, unknown, number, string]>([
    ['nothing is known', { metadata: { vulnerabilities: { ...counts, moderate: 0, total: 0 } } }, 0, '0 known'],
    ['something moderate', { metadata: { vulnerabilities: counts } }, 0, '1 known'],
    [
      'something high',
      { vulnerabilities: { a: weak }, metadata: { vulnerabilities: { ...counts, high: 1 } } },
      1,
      'high a <2: Bad',
    ],
    ['something critical', { metadata: { vulnerabilities: { ...counts, critical: 1 } } }, 1, '1 of them'],
    ['an endpoint that is not there', { message: '405 Method Not Allowed', error: {} }, 0, 'audit skipped'],
    ['no answer', 'npm ERR! network', 0, 'audit skipped'],
  ])('%s', (_, answer, code, words) => {
    const { status, stdout } = audit(answer)
    expect([status, stdout]).toEqual([code, expect.stringContaining(words)])
  })
})

test('SECURITY.md names only files that are there', () => {
  const links = [...file('SECURITY.md').matchAll(/\]\(([^):]+)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(30)
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
  const rows = file('SECURITY.md')
    .split('\n')
    .filter((each) => /^\| .*\| .*\| .*\| .*\|$/.test(each) && !each.includes('shown by'))
  expect(rows.length).toBeGreaterThan(12)
  for (const row of rows) expect(row).toMatch(/\]\(test\//)
})
