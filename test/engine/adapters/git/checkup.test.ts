import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gitVersion, repositoryProbe } from '../../../../engine/adapters/git/checkup.ts'
import { openRepository } from '../../../../engine/adapters/git.ts'
import { scratchRepository, shell } from '../../../contracts/scratch-repository.ts'

const variables = process.env
const look = (directory: string) => {
  const options = { directory, variables }
  return repositoryProbe(
    async () => options,
    () => openRepository(options),
  ).look()
}

test('a repository with a remote, and nothing is left behind by the look', async () => {
  const { work, remote } = scratchRepository()
  expect(await look(work)).toEqual({
    origin: '../desired-state.git',
    defaultBranch: 'main',
    isShallow: false,
    push: 'accepted',
    hasHistory: false,
  })
  expect(shell(remote, 'branch', '--list').trim()).toBe('* main')
  shell(work, 'push', '-q', 'origin', 'main:isthmus/history')
  expect((await look(work)).hasHistory).toBe(true)
})

test('a shallow clone is told before it is completed', async () => {
  const { root, remote, work } = scratchRepository()
  shell(work, 'commit', '--allow-empty', '-q', '-m', 'Another')
  shell(work, 'push', '-q')
  shell(root, 'clone', '-q', '--depth', '1', `file://${remote}`, 'shallow')
  expect((await look(join(root, 'shallow'))).isShallow).toBe(true)
})

test('a remote that takes no push says why', async () => {
  const { work, root } = scratchRepository()
  const refusing = join(root, 'receive-pack')
  writeFileSync(refusing, '#!/bin/sh\necho "error: 403 access denied" >&2\nexit 1\n')
  chmodSync(refusing, 0o755)
  shell(work, 'config', 'remote.origin.receivepack', refusing)
  expect((await look(work)).push).toMatchObject({
    refused: expect.stringContaining('403'),
    hint: expect.stringMatching(/\w/),
  })
})

test('the version of Git', async () => {
  expect(await gitVersion({ directory: process.cwd(), variables })).toMatch(/^\d+\.\d+/)
})
