import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder, write } from '../contracts/scratch-repository.ts'
import { deployFolder } from './deployed-files.ts'

/** Stands in for ssh: says how it was called, and ends as it is told. */
const SSH = `#!${process.execPath}
console.log(JSON.stringify(process.argv.slice(2)))
process.exit(Number(process.env.ENDS_WITH))
`

function run(env: Readonly<Record<string, string>>) {
  const folder = scratchFolder()
  write(folder, { ssh: SSH })
  chmodSync(join(folder, 'ssh'), 0o755)
  const script = join(deployFolder, 'git-ssh.mjs')
  const args = ['-p', '22', 'git@git.example.com', "git-upload-pack '/o/r.git'"]
  return spawnSync(process.execPath, [script, ...args], {
    env: { PATH: folder, ENDS_WITH: '0', ...env },
    encoding: 'utf8',
  })
}

const FILES = { ISTHMUS_SSH_KEY: '/keys/the key', ISTHMUS_SSH_KNOWN_HOSTS: '/keys/the hosts' }

test('ssh gets one key and one list of hosts, then what Git says, each word as it is', () => {
  const [first, key, ...rest] = JSON.parse(run(FILES).stdout) as readonly string[]
  expect([first, key]).toEqual(['-i', '/keys/the key'])
  expect(rest).toContain('UserKnownHostsFile="/keys/the hosts"')
  expect(rest).toContain('StrictHostKeyChecking=yes')
  expect(rest.slice(-4)).toEqual(['-p', '22', 'git@git.example.com', "git-upload-pack '/o/r.git'"])
})

test('ends as ssh ends', () => {
  expect(run({ ...FILES, ENDS_WITH: '255' }).status).toBe(255)
  expect(run({ ...FILES, PATH: '/nonexistent' })).toMatchObject({ status: 127, stderr: expect.stringContaining('ssh') })
})

test('without a key nothing is asked', () => {
  expect(run({})).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('ISTHMUS_SSH_KEY') })
})
