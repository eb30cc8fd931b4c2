import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const sources = [
  'engine',
  'policies',
  'environments',
  'placements',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  '.gitignore',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
]
const work = mkdtempSync(join(tmpdir(), 'isthmus-pack-'))
const checkout = join(work, 'checkout')
const installed = join(work, 'elsewhere', 'node_modules', 'isthmus')
let packed: readonly string[] = []

/** Packs a copy of the checkout as a release would, and unpacks it as an installation would; only the network is left out. */
beforeAll(() => {
  mkdirSync(checkout)
  for (const name of sources.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, name), join(checkout, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  const report = run('npm', ['pack', '--json', '--silent', '--pack-destination', work], checkout)
  const [tarball] = JSON.parse(report.slice(report.indexOf('['))) as { filename: string; files: { path: string }[] }[]
  packed = tarball?.files.map((file) => file.path) ?? []
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', join(work, tarball?.filename ?? ''), '--strip-components=1', '-C', installed], work)
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
}, 60_000)

afterAll(() => rmSync(work, { recursive: true, force: true }))

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The Node that runs the tests, and the machine's own where there is another: the oldest that users may have is 20.11. */
function nodes(): readonly string[] {
  const own = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file))
  return own === undefined ? [process.execPath] : [process.execPath, own]
}

describe('the package', () => {
  test('holds compiled code, the reference desired state and its papers', () => {
    for (const path of ['dist/engine/cli.js', 'dist/policies/index.js', 'LICENSE', 'README.md', 'package.json']) {
      expect(packed).toContain(path)
    }
    expect(packed.some((path) => path.startsWith('environments/') || path.startsWith('dist/environments/'))).toBe(true)
  })

  test('holds no source, no test, nothing of one machine and nothing secret', () => {
    const unwanted =
      /(^|\/)(test|node_modules|\.[^/]+)(\/|$)|\.(ts|tsbuildinfo|map|log|pem|key|p12|kubeconfig|tgz)$|(secret|credential|token)[^/]*\.(ya?ml|json|txt)$/i
    expect(packed.filter((path) => unwanted.test(path))).toEqual([])
  })

  test.each(nodes())('works where it is installed, on %s', (node) => {
    const cli = join(installed, 'dist', 'engine', 'cli.js')
    const elsewhere = join(work, 'elsewhere')
    const { version } = JSON.parse(run(node, ['-p', 'JSON.stringify(require("./package.json"))'], installed)) as {
      version: string
    }
    expect(run(node, [cli, '--version'], elsewhere).trim()).toBe(version)
    expect(run(node, [cli, '--help'], elsewhere)).toMatch(/isthmus/)
    expect(JSON.parse(run(node, [cli, 'schema', 'Environment'], elsewhere))).toMatchObject({ title: 'Environment' })
    expect(run(cli, ['--version'], elsewhere).trim()).toBe(version)
  })
})
