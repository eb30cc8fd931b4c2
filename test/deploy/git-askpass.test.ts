import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder, write } from '../contracts/scratch-repository.ts'
import { deployFolder } from './deployed-files.ts'

test('Git is told name and token from files, and nothing else', () => {
  const folder = scratchFolder()
  write(folder, { username: 'bot', token: 't0ken' })
  const ask = (question: string) =>
    execFileSync(process.execPath, [join(deployFolder, 'git-askpass.mjs'), question], {
      env: { PATH: process.env.PATH, ISTHMUS_GIT_CREDENTIALS: folder },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  expect(ask("Username for 'https://git.example.com': ")).toBe('bot')
  expect(ask("Password for 'https://bot@git.example.com': ")).toBe('t0ken')
  expect(() => ask("The authenticity of host 'x' can't be established")).toThrow()
})
