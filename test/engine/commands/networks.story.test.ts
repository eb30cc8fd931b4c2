import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aRepository, git, isthmus, newFolder, pushAll, read, write } from './a-shell.ts'

const GRACE = ['--as', 'Grace <grace@example.com>']

function configure(folder: string, more: object) {
  write(folder, 'isthmus.yaml', JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration', ...more }))
}

test('a desired state in a folder of a monorepo: proposed, merged and checked, and nothing beside it touched', {
  timeout: 120_000,
}, async () => {
  const root = newFolder()
  const mono = join(root, 'mono')
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'init', '--quiet', '--initial-branch=main', 'mono')
  git(mono, 'remote', 'add', 'origin', '../origin.git')
  await isthmus(mono, 'init', 'teams/platform')
  write(mono, 'CODEOWNERS', '* @org/all\n')
  write(mono, 'rendered/gdw/other.yaml', 'not: ours\n')
  pushAll(mono, 'A monorepo')
  const before = git(mono, 'rev-parse', 'HEAD').trim()
  const here = join(mono, 'teams/platform')
  expect((await isthmus(here, 'propose')).out).toContain('proposal created')
  expect((await isthmus(here, 'pulls', 'merge', '1', ...GRACE)).code).toBe(0)
  git(mono, 'pull', '--quiet', '--ff-only')
  const changed = git(mono, 'diff', '--name-only', before, 'HEAD').trim().split('\n')
  expect(changed.length).toBeGreaterThan(50)
  expect(changed.filter((each) => !each.startsWith('teams/platform/rendered/gdw/'))).toEqual([])
  expect((await isthmus(mono, 'expand', '--check', '-C', 'teams/platform')).code).toBe(0)
  expect((await isthmus(here, 'propose')).out).toContain('rendered/ is current')
  expect((await isthmus(here, 'doctor')).out).toContain('CODEOWNERS names owners')
})

test('rollback by revert: reverting a merged change proposes the old rendered/ again, byte for byte', {
  timeout: 120_000,
}, async () => {
  const { work } = await aRepository()
  configure(work, { limits: { newProposalsPerHour: 20 } })
  pushAll(work, 'Three proposals within the hour')
  const land = async (pull: string) => {
    expect((await isthmus(work, 'propose')).out).toContain('proposal created')
    expect((await isthmus(work, 'pulls', 'merge', pull, ...GRACE)).code).toBe(0)
    git(work, 'pull', '--quiet', '--ff-only')
    return git(work, 'rev-parse', 'HEAD:rendered').trim()
  }
  const first = await land('1')
  const environment = read(work, 'environments/gdw.yaml')
  write(work, 'environments/gdw.yaml', environment.replace(/^( +)tunnel: .*$/m, '$1tunnel: { gateways: 3 }'))
  pushAll(work, 'Three gateways')
  const change = git(work, 'rev-parse', 'HEAD').trim()
  const second = await land('2')
  expect(second).not.toBe(first)
  git(work, 'revert', '--no-edit', change)
  git(work, 'push', '--quiet')
  expect(await land('3')).toBe(first)
})

test('proposals are signed and signed off as isthmus.yaml says', async () => {
  const { work, root } = await aRepository()
  const key = join(root, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const author = {
    name: 'Bot',
    email: 'bot@example.com',
    signOff: true,
    sign: { format: 'ssh', key: { file: '../key' } },
  }
  configure(work, { author })
  pushAll(work, 'Sign what we propose')
  expect((await isthmus(work, 'validate')).code).toBe(0)
  expect((await isthmus(work, 'propose')).out).toContain('proposal created')
  write(root, 'allowed', `bot@example.com ${readFileSync(`${key}.pub`, 'utf8')}`)
  const verify = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${join(root, 'allowed')}`]
  const shown = git(
    work,
    ...verify,
    'log',
    '-1',
    '--format=%G? %(trailers:key=Signed-off-by)',
    'origin/isthmus/change/gdw',
  )
  expect(shown.trim()).toBe('G Signed-off-by: Bot <bot@example.com>')
})

test.each([
  ['a token alone', { token: { env: 'T' } }, 0],
  ['a key with its hosts', { sshKey: 'key', knownHosts: 'hosts' }, 0],
  ['a key without hosts', { sshKey: 'key' }, 2],
  ['a name without a token', { username: 'bot' }, 2],
  ['a token written out', { token: 'hunter2' }, 2],
])('isthmus.yaml: git with %s', async (_, gitPart, code) => {
  const folder = newFolder()
  await isthmus(folder, 'init', '.')
  configure(folder, { git: gitPart, network: { caFile: 'ca.pem' } })
  const ran = await isthmus(folder, 'validate')
  expect(ran.code).toBe(code)
  expect(ran.err).not.toContain('hunter2')
})
