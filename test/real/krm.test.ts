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

test('Kustomize runs the example as an exec KRM function', () => {
  const path = [join(state.folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  const args = ['build', '--enable-alpha-plugins', '--enable-exec', join(state.folder, 'example')]
  const out = execFileSync(state.kustomize, args, { encoding: 'utf8', env: { PATH: path, HOME: state.folder } })
  const objects = loadAll(out) as { kind: string; metadata: { name: string } }[]
  expect(objects.map((each) => `${each.kind} ${each.metadata.name}`).sort()).toEqual([
    'Placement placement-app-quota',
    'PlacementBinding binding-app-quota',
    'Policy app-quota',
  ])
})
