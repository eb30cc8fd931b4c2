import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Io } from '../../../../engine/commands/io.ts'
import { paletteFor } from '../../../../engine/commands/io.ts'
import { secretOf } from '../../../../engine/commands/ports/secret.ts'
import { newFolder, write } from '../a-shell.ts'

const folder = newFolder()
write(folder, 'token', ' S3cret\n')
write(folder, 'blank', '\n')
const env = { TOKEN: 'S3cret', EMPTY: '' }
const io: Io = {
  ...{ cwd: folder, env, out: () => {}, err: () => {}, isTerminal: false },
  ...{ palette: paletteFor(false), now: () => '' },
}

test.each([
  ['a variable', { env: 'TOKEN' }],
  ['a file, without the line break at its end', { file: join(folder, 'token') }],
])('the secret of %s', async (_, reference) => {
  expect(await secretOf(reference, io)).toBe('S3cret')
})

test.each([
  ['a variable that is not set', { env: 'NONE' }],
  ['an empty variable', { env: 'EMPTY' }],
  ['a file that is not there', { file: join(folder, 'none') }],
  ['an empty file', { file: join(folder, 'blank') }],
])('%s is no secret', async (_, reference) => {
  await expect(secretOf(reference, io)).rejects.toMatchObject({ code: 'secret/missing' })
})
