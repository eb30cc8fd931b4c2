import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accessTo } from '../../../../engine/adapters/git/access.ts'
import type { GitOptions } from '../../../../engine/adapters/git.ts'
import { openRepository } from '../../../../engine/adapters/git.ts'
import { changeOf, requestOf } from '../../../contracts/repository.ts'
import { bot, scratchFolder, scratchRepository, shell } from '../../../contracts/scratch-repository.ts'
import { anAuthority, aProxy, aTlsServer, gitOverHttp } from '../a-private-network.ts'

const TOKEN = 'S3cretThatNobodyMayRead'
const authorization = `Basic ${Buffer.from(`isthmus:${TOKEN}`).toString('base64')}`
const variables = process.env
const open = (directory: string, more: Partial<GitOptions>) => openRepository({ directory, variables, ...more })
const push = async (directory: string, more: Partial<GitOptions>) =>
  (await open(directory, more)).pushBranch(requestOf(changeOf({ 'a.yaml': '1\n' })))

test('over https of a private authority, through a proxy, with a token that is on no command line and in no file', async () => {
  const { root, work, remote } = scratchRepository()
  const authority = anAuthority()
  shell(remote, 'config', 'http.receivepack', 'true')
  const port = await aTlsServer(authority, gitOverHttp(root, authorization))
  const proxy = await aProxy({ 'git.example.internal': port })
  const address = 'https://git.example.internal/desired-state.git'
  shell(work, 'remote', 'set-url', 'origin', address)
  const log = join(root, 'commands')
  const spying = join(root, 'bin')
  execFileSync('mkdir', ['-p', spying])
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  writeFileSync(join(spying, 'git'), `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`)
  chmodSync(join(spying, 'git'), 0o755)
  const env = { ...variables, PATH: `${spying}:${variables.PATH}`, https_proxy: proxy.url, NO_PROXY: '' }
  const login = { name: 'isthmus', token: async () => TOKEN }
  const pushed = await push(work, { variables: env, access: { login, caFile: authority.caFile } })
  expect(pushed.outcome).toBe('pushed')
  expect(new Set(proxy.asked.map((each) => each.target))).toEqual(new Set(['git.example.internal:443']))
  for (const file of [log, join(work, '.git', 'config')]) {
    expect(readFileSync(file, 'utf8')).not.toMatch(new RegExp(`${TOKEN}|${authorization.slice(6)}`))
  }
  const without = open(work, { variables: env, access: { caFile: authority.caFile } })
  await expect(without).rejects.toMatchObject({ code: 'git/permission-denied' })
  await expect(open(work, { variables: env, access: { login } })).rejects.toMatchObject({ code: 'git/unreachable' })
})

test('a token that was renewed is used from the next command on', async () => {
  const { root, work, remote } = scratchRepository()
  const authority = anAuthority()
  shell(remote, 'config', 'http.receivepack', 'true')
  const state = { wanted: 'first', mounted: 'first' }
  const basic = () => `Basic ${Buffer.from(`isthmus:${state.wanted}`).toString('base64')}`
  const port = await aTlsServer(authority, (request, response) => gitOverHttp(root, basic())(request, response))
  const proxy = await aProxy({ 'git.example.internal': port })
  shell(work, 'remote', 'set-url', 'origin', 'https://git.example.internal/desired-state.git')
  const env = { ...variables, https_proxy: proxy.url, NO_PROXY: '' }
  const login = { name: 'isthmus', token: async () => state.mounted }
  const repository = await open(work, { variables: env, access: { login, caFile: authority.caFile } })
  state.wanted = 'second'
  const request = requestOf(changeOf({ 'a.yaml': '1\n' }))
  await expect(repository.pushBranch(request)).rejects.toMatchObject({ code: 'git/permission-denied' })
  state.mounted = 'second'
  expect((await repository.pushBranch(request)).outcome).toBe('pushed')
})

test('a token goes to the server of origin alone, and never in the clear', async () => {
  const login = { name: 'isthmus', token: async () => TOKEN }
  const settings = (await accessTo('https://git.example.com:8443/a/b.git', { login }).login?.()) ?? []
  expect(settings[0]).toEqual(['http.https://git.example.com:8443/.extraHeader', `Authorization: ${authorization}`])
  expect(settings[1]).toEqual(['http.followRedirects', 'false'])
  for (const origin of [undefined, '../x.git', 'git@git.example.com:x.git', 'ssh://git@x/y']) {
    expect(accessTo(origin, { login }).login).toBeUndefined()
  }
  expect(() => accessTo('http://git.example.com/x.git', { login })).toThrow(/in the clear/)
})

test('a deploy key is used with its own known hosts, and nothing else', async () => {
  const { root, work, remote } = scratchRepository()
  const folder = join(root, "it's")
  execFileSync('mkdir', ['-p', folder])
  const fake = join(root, 'ssh')
  const log = join(root, 'ssh.log')
  // Plays ssh: writes down its arguments, and runs the command on this machine.
  writeFileSync(fake, `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\nfor last; do :; done\nexec sh -c "$last"\n`)
  chmodSync(fake, 0o755)
  shell(work, 'remote', 'set-url', 'origin', `ssh://git@git.example.com${remote}`)
  const ssh = { key: join(folder, 'key'), knownHosts: join(folder, 'known hosts') }
  const env = { ...variables, PATH: `${root}:${variables.PATH}` }
  expect((await push(work, { variables: env, access: { ssh } })).outcome).toBe('pushed')
  const said = readFileSync(log, 'utf8').split('\n')
  expect(said.slice(0, 2)).toEqual(['-i', ssh.key])
  for (const option of [
    'IdentitiesOnly=yes',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile="${ssh.knownHosts}"`,
  ]) {
    expect(said).toContain(option)
  }
})

test('where there is no shell, Git starts a program that is told of key and hosts, whatever command is set from outside', async () => {
  const { work, remote, root } = scratchRepository()
  const program = join(root, 'program')
  const log = join(root, 'program.log')
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$ISTHMUS_SSH_KEY" "$ISTHMUS_SSH_KNOWN_HOSTS" > '${log}'\nfor last; do :; done\nexec sh -c "$last"\n`,
  )
  chmodSync(program, 0o755)
  shell(work, 'remote', 'set-url', 'origin', `ssh://git@git.example.com${remote}`)
  const ssh = { key: '/keys/the key', knownHosts: '/keys/hosts', program }
  const outside = { ...variables, GIT_SSH_COMMAND: 'false' }
  expect((await push(work, { variables: outside, access: { ssh } })).outcome).toBe('pushed')
  expect(readFileSync(log, 'utf8')).toBe('/keys/the key\n/keys/hosts\n')
})

test('commits are signed with an ssh key, signed off, and told from a person’s all the same', async () => {
  const { work, remote } = scratchRepository()
  const folder = scratchFolder()
  const key = join(folder, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const allowed = join(folder, 'allowed')
  writeFileSync(allowed, `${bot.email} ${readFileSync(`${key}.pub`, 'utf8')}`)
  const marks = { signOff: true, sshKey: key }
  expect((await push(work, { marks })).outcome).toBe('pushed')
  expect((await push(work, { marks })).outcome).toBe('unchanged')
  const branch = requestOf(changeOf({})).branch
  const verify = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${allowed}`]
  expect(shell(remote, ...verify, 'log', '-1', '--format=%G? %an %B', branch).trim()).toBe(
    `G ${bot.name} Render gdw\n\nSigned-off-by: ${bot.name} <${bot.email}>`,
  )
  expect(shell(remote, 'show', `${branch}:a.yaml`)).toBe('1\n')
  const broken = push(work, { marks: { signOff: false, sshKey: join(folder, 'none') } })
  await expect(broken).rejects.toMatchObject({ code: expect.stringMatching(/^git\//) })
})

test('in a folder of a larger repository only that folder is read and written', async () => {
  const { work, remote } = scratchRepository()
  execFileSync('mkdir', ['-p', join(work, 'teams/platform')])
  writeFileSync(join(work, 'teams/platform/isthmus.yaml'), 'x: 1\n')
  writeFileSync(join(work, 'CODEOWNERS'), '* @org/all\n')
  shell(work, 'add', '-A')
  shell(work, 'commit', '-q', '-m', 'A monorepo')
  shell(work, 'push', '-q')
  const repository = await open(join(work, 'teams/platform'), {})
  expect([repository.folder, repository.defaultBranch]).toEqual(['teams/platform/', 'main'])
  const tip = (await repository.resolve('main')) ?? ''
  expect([...(await repository.readTree(tip, '')).keys()]).toEqual(['isthmus.yaml'])
  expect([...(await repository.readTree(tip, '/CODEOWNERS'))]).toEqual([['CODEOWNERS', '* @org/all\n']])
  const request = requestOf(changeOf({ 'rendered/gdw/a.yaml': 'a: 1\n' }, ['isthmus.yaml']))
  expect((await repository.pushBranch(request)).outcome).toBe('pushed')
  const changed = shell(remote, 'diff', '--name-status', 'main', request.branch).trim().split('\n').sort()
  expect(changed).toEqual(['A\tteams/platform/rendered/gdw/a.yaml', 'D\tteams/platform/isthmus.yaml'])
  await expect(repository.pushBranch(requestOf(changeOf({ '../x': '' })))).rejects.toMatchObject({
    code: 'git/bad-path',
  })
  const append = {
    branch: 'isthmus/history',
    file: 'gdw.jsonl',
    edit: () => 'x\n',
    message: 'm',
    author: bot,
    when: request.when,
  }
  await repository.appendOrphan(append)
  expect(shell(remote, 'ls-tree', '-r', '--name-only', 'isthmus/history').trim()).toBe('teams/platform/gdw.jsonl')
})
