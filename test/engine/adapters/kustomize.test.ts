import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kustomizeBuilder } from '../../../engine/adapters/kustomize.ts'

/** Stands in for kustomize: says how it was called and what it was given of the environment. */
const PROGRAM = `#!/bin/sh
case "$2" in *logs*) cat "$2/stderr.txt" >&2; exit 1;; *fails*) echo "Error: no such thing" >&2; exit 1;; *swells*) yes 'a: [[],[],[],[],[]]' | head -n 300000; exit;; esac
echo "args: $*"
env | grep -E '^(SECRET|HOME|HTTPS_PROXY|KUBECONFIG)=' || true
`

const bomb = `metadata:\n${Array.from({ length: 20 }, (_, i) => `  a${i}: &a${i} [${Array(10).fill(i === 0 ? 1 : `*a${i - 1}`)}]`).join('\n')}\n`

describe('a folder with a kustomization', () => {
  let root = ''
  let bin = ''
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'isthmus-kustomize-')))
    bin = join(root, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'kustomize'), PROGRAM)
    chmodSync(join(bin, 'kustomize'), 0o755)
    process.env.SECRET = 'not to be handed on'
  })
  afterAll(() => {
    delete process.env.SECRET
    rmSync(root, { recursive: true, force: true })
  })

  const build = async (
    name: string,
    kustomization: string,
    files: Readonly<Record<string, string>> = {},
    path = bin,
  ) => {
    const folder = join(root, 'gen', name)
    const all = { 'kustomization.yaml': kustomization, ...files }
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    const system = ['/usr/bin', '/bin'].join(delimiter)
    return await kustomizeBuilder(path === bin ? `${path}${delimiter}${system}` : path)(folder, join(root, 'gen'))
  }

  test('is built by the program that is there, which gets nothing of ours', async () => {
    const entry = await build('good', 'resources: [a.yaml, ../base]\n', {
      'a.yaml': 'a: 1\n',
      '../base/kustomization.yml': 'resources: []\n',
    })
    expect(entry).toEqual({
      kind: 'kustomized',
      text: `args: build ${join(root, 'gen', 'good')}\nHOME=/nonexistent\n`,
    })
  })

  test('that builds more than can be read at once is refused', async () => {
    expect(await build('swells', 'resources: []\n')).toMatchObject({
      kind: 'refused',
      message: 'builds more than can be read at once',
    })
  })

  test.each<[string, string]>([
    ['a remote resource', 'resources: ["https://example.com/a.yaml"]'],
    ['a repository', 'resources: [github.com/example/base?ref=main]'],
    ['a repository over SSH', 'resources: ["git@example.com:base.git"]'],
    ['a remote patch', 'patches: [{ path: "https://example.com/p.yaml" }]'],
    ['a remote base below', 'components: [../remote]'],
    ['a remote file in a ConfigMap', 'configMapGenerator: [{ name: a, files: ["a=https://example.com/a"] }]'],
    ['a chart', 'helmCharts: [{ name: a }]'],
    ['a generator', 'generators: [g.yaml]'],
    ['a transformer', 'transformers: [t.yaml]'],
    ['a validator', 'validators: [v.yaml]'],
    ['what lies outside', 'resources: [../../bin/kustomize]'],
    ['a link that leaves', 'resources: [link.yaml]'],
    ['a folder without kustomization', 'resources: [../empty]'],
    ['what does not parse', 'resources: [a'],
    ['a list', '- a'],
    ['another case of letters', 'Resources: [../../bin]'],
    ['a long s', '"re\\u017fources": [../../bin]'],
    ['another case below', 'configMapGenerator: [{ name: a, Files: ["a=https://example.com/a"] }]'],
    ['a merge key', '<<: { resources: [../../bin] }'],
    ['a merge key below', 'patches: [{ <<: { path: "https://example.com/p.yaml" } }]'],
    ['a path in base64', 'resources: [!!binary Li4vLi4vYmlu]'],
    ['a key that Kustomize has not', 'x: &a { resources: [../../bin] }'],
    ['a kustomization that never ends', `namePrefix: &a [${'['.repeat(100_000)}`],
    ['a list that holds itself', 'resources: &a [*a]'],
    ['aliases of aliases', bomb],
    ['what the program refuses', 'namePrefix: fails-'],
  ])('%s is refused', async (what, kustomization) => {
    mkdirSync(join(root, 'gen', 'empty'), { recursive: true })
    mkdirSync(join(root, 'gen', 'remote'), { recursive: true })
    writeFileSync(join(root, 'gen', 'remote', 'kustomization.yaml'), 'bases: ["https://example.com/x"]\n')
    const name = what.replaceAll(' ', '-')
    mkdirSync(join(root, 'gen', name), { recursive: true })
    if (what.startsWith('a link')) symlinkSync('/etc/hostname', join(root, 'gen', name, 'link.yaml'))
    const folder = what.startsWith('what the program') ? 'fails' : name
    expect((await build(folder, kustomization)).kind).toBe('refused')
  })

  const LOG = 'E1124 00:01:32.080509   27908 run.go:72] "command failed" err='
  test.each([
    [`${LOG}"no '\\"a\\"' here"\n`, `no '"a"' here`],
    [
      `${LOG}<\n\ttrouble with: \`\n\ttarget: a\n\t\`: unable to parse\n >\n`,
      'trouble with: ` target: a `: unable to parse',
    ],
    ["# Warning: 'bases' is deprecated.\nError: no such thing\n", 'no such thing'],
  ])('what kubectl and kustomize say of a failure is told without time and process: %j', async (said, reason) => {
    const entry = await build('logs', 'resources: []', { 'stderr.txt': said })
    expect(entry).toMatchObject({ kind: 'refused', message: `cannot be built: ${reason}` })
  })

  test('a kustomization that is a link out of the folder is not read, so that no refusal says what is in it', async () => {
    const folder = join(root, 'gen', 'linked')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(root, 'outside.yaml'), 'zQ7secret: 1\n')
    symlinkSync('../../outside.yaml', join(folder, 'kustomization.yaml'))
    const entry = await kustomizeBuilder(bin)(folder, join(root, 'gen'))
    expect(entry.kind).toBe('refused')
    expect(JSON.stringify(entry)).not.toContain('zQ7')
  })

  test.each([[''], ['relative/bin']])('no program on the search path %j is refused', async (path) => {
    expect(await build('none', 'resources: []', {}, path)).toMatchObject({ kind: 'refused' })
  })
})
