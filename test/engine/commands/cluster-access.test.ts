import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clusterAccess } from '../../../engine/commands/cluster-access.ts'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { aKubeconfig } from '../adapters/cluster/a-kube-server.ts'
import { newFolder, write } from './a-shell.ts'

const io: Io = {
  ...{ cwd: '/', env: {}, out: () => {}, err: () => {}, isTerminal: false },
  ...{ palette: paletteFor(false), now: () => '' },
}

test('a kubeconfig is read once, but again where it could not be read', async () => {
  const directory = newFolder()
  const { opening } = clusterAccess({ options: { kubeconfig: 'late' }, directory, io, hub: { environments: {} } })
  await expect(opening()).rejects.toMatchObject({ code: 'cluster/no-kubeconfig' })
  write(directory, 'late', readFileSync(aKubeconfig({ c1: 'https://127.0.0.1:1' }), 'utf8'))
  expect((await opening()).contexts).toEqual(['c1'])
  expect(opening()).toBe(opening())
})
