import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { loadAll } from 'js-yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { built } from './testbed/build.ts'

const ROOT = join(import.meta.dirname, '../..')
const state = { folder: '', kustomize: '' }

beforeAll(async () => {
  state.kustomize = await built('kustomize')
  state.folder = mkdtempSync(join(tmpdir(), 'isthmus-krm-'))
  cpSync(join(ROOT, 'docs/kustomize'), join(state.folder, 'example'), { recursive: true })
  mkdirSync(join(state.folder, 'bin'))
  const command = join(state.folder, 'bin', 'isthmus')
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'engine/cli.ts')}' "$@"\n`)
  chmodSync(command, 0o755)
}, 600_000)
afterAll(() => rmSync(state.folder, { recursive: true, force: true }))

const searchPath = () => [join(state.folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)

/** Numbers and words that readers of YAML take for one another. */
const RESOURCE = `apiVersion: example.com/v1
kind: Widget
metadata: { name: w, annotations: { a: 'yes' } }
spec: { a: 1.10, b: 0644, c: 1e3, d: 0x1F, e: yes, f: "1.10", g: 1_000, h: 2020-01-01, i: 1.0, j: ~, k: .5, l: 0o17, m: 1:30, n: on }
`

test('what passes through the function is what Kustomize writes without it', () => {
  const folder = join(state.folder, 'through')
  cpSync(join(ROOT, 'docs/kustomize'), folder, { recursive: true })
  const build = (kustomization: string) => {
    writeFileSync(join(folder, 'kustomization.yaml'), kustomization)
    const args = ['build', '--enable-alpha-plugins', '--enable-exec', folder]
    return execFileSync(state.kustomize, args, { encoding: 'utf8', env: { PATH: searchPath(), HOME: state.folder } })
  }
  writeFileSync(join(folder, 'widget.yaml'), RESOURCE)
  const alone = build('resources: [widget.yaml]\n')
  const through = build('resources: [widget.yaml]\ntransformers: [policies.yaml]\n')
  const [widget = ''] = through.split('---\n').filter((each) => each.includes('kind: Widget'))
  expect(through).toContain('kind: Policy\n')
  expect(widget).toBe(alone)
})

test('Kustomize runs the example as an exec KRM function', () => {
  const args = ['build', '--enable-alpha-plugins', '--enable-exec', join(state.folder, 'example')]
  const out = execFileSync(state.kustomize, args, { encoding: 'utf8', env: { PATH: searchPath(), HOME: state.folder } })
  const objects = loadAll(out) as { kind: string; metadata: { name: string } }[]
  expect(objects.map((each) => `${each.kind} ${each.metadata.name}`).sort()).toEqual([
    'Placement placement-app-quota',
    'PlacementBinding binding-app-quota',
    'Policy app-quota',
  ])
})
