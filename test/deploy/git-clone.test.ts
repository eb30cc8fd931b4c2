import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { at, listAt } from '../../engine/model/json.ts'
import { scratchFolder, write } from '../contracts/scratch-repository.ts'
import { deployFolder, objectsIn } from './deployed-files.ts'

/** What the init container runs, with the repository and the folder of the test. */
function clone(address: string, folder: string) {
  const [container] = listAt(objectsIn('base/deployment.yaml')[0] ?? null, 'spec', 'template', 'spec', 'initContainers')
  const [tini, , program = '', ...args] = listAt(container ?? null, 'command').map((each) =>
    String(each)
      .replace('$(REPOSITORY)', address)
      .replace('/app/deploy', deployFolder)
      .replace('/var/lib/isthmus/desired-state', folder),
  )
  expect(tini).toBe('/usr/bin/tini')
  return spawnSync(program, args, { encoding: 'utf8' })
}

function anOrigin(): string {
  const origin = scratchFolder()
  write(origin, { 'isthmus.yaml': 'merged' })
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: origin })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Desired state')
  return origin
}

test('a pod whose sandbox starts again clones again, also over a half that was left', () => {
  const origin = anOrigin()
  const folder = join(scratchFolder(), 'desired-state')
  expect(clone(origin, folder)).toMatchObject({ status: 0, stderr: '' })
  write(folder, { 'isthmus.yaml': 'changed', '.git/objects/pack/tmp_pack_half': 'half' })
  expect(clone(origin, folder)).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(join(folder, 'isthmus.yaml'), 'utf8')).toBe('merged')
  expect(existsSync(join(folder, '.git/objects/pack/tmp_pack_half'))).toBe(false)
})

test('ends as Git ends', () => {
  const { status, stderr } = clone(join(scratchFolder(), 'nowhere'), join(scratchFolder(), 'desired-state'))
  expect([status, stderr]).toEqual([128, expect.stringContaining('does not exist')])
})

test('the image holds what the pods start', () => {
  const text = readFileSync(join(deployFolder, 'Containerfile'), 'utf8')
  const spec = at(objectsIn('base/deployment.yaml')[0] ?? null, 'spec', 'template', 'spec')
  const started = JSON.stringify(spec).match(/deploy\/[\w-]+\.mjs/g) ?? []
  expect(started).toContain('deploy/git-clone.mjs')
  for (const each of started) expect(text).toContain(each)
})
