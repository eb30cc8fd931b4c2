import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { anAuthority, aTlsServer } from '../engine/adapters/a-private-network.ts'
import type { GiteaStory } from './gitea-story.ts'
import { desiredState, giteaStory } from './gitea-story.ts'
import type { Inside } from './image-root.ts'
import { aVolume, imageRoot, inside, putSecret, whyNoRoot } from './image-root.ts'
import { freePort } from './testbed/ports.ts'
import { until } from './testbed/process.ts'

const why = whyNoRoot()
if (why !== undefined) process.stderr.write(`image.test.ts is skipped: ${why}\n`)

const SECRETS = '/var/run/secrets/isthmus'
const STATE = '/var/lib/isthmus/desired-state'
const ISTHMUS = ['node', '/app/dist/engine/cli.js']
const CLONE = ['node', '/app/deploy/git-clone.mjs']
const stage: { story?: GiteaStory } = {}
const folder = mkdtempSync(join(tmpdir(), 'isthmus-image-'))
const root = join(folder, 'root')

describe.skipIf(why !== undefined)(
  'the image, which has no shell, as a pod of no root with a file system that it cannot write',
  () => {
    beforeAll(async () => {
      imageRoot(root)
      const story = await giteaStory({ ssh: true })
      stage.story = story
      for (const name of ['deploy', 'signing'])
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)])
      const key = readFileSync(join(folder, 'deploy.pub'), 'utf8')
      await story.repository.api('POST', '/keys', { title: 'isthmus', key, read_only: false })
      const hosts = execFileSync('ssh-keyscan', ['-p', String(story.gitea.sshPort), '127.0.0.1'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const files = {
        'ssh/key': readFileSync(join(folder, 'deploy'), 'utf8'),
        'ssh/known_hosts': hosts,
        'signing/key': readFileSync(join(folder, 'signing'), 'utf8'),
        'git/username': story.team.bot.name,
        'git/token': story.team.bot.token,
        'forge/token': story.team.bot.token,
      }
      for (const [path, text] of Object.entries(files)) putSecret(root, `${SECRETS}/${path}`, text)
    })
    afterAll(async () => {
      await stage.story?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    test('holds no shell, no package manager, and no script that another program than Node would run', async () => {
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
        (each) => !each.startsWith('app/node_modules') && statSync(join(root, each)).isFile(),
      )
      expect(files.length).toBeGreaterThan(100)
      const shells = /^((ba|da|z|k|c|tc|fi|a)?sh|busybox|env|perl|python.*|apt.*|dpkg|npm|npx|corepack|yarn)$/
      expect(files.filter((each) => shells.test(basename(each)))).toEqual([])
      const scripts = files.filter((each) => readFileSync(join(root, each)).subarray(0, 2).toString() === '#!')
      expect(scripts.filter((each) => !each.startsWith('app/'))).toEqual([])
      const programs = files.filter(
        (each) => !each.startsWith('app/') && (statSync(join(root, each)).mode & 0o111) !== 0,
      )
      expect(
        programs
          .map((each) => basename(each))
          .filter((each) => !each.includes('.so'))
          .sort(),
      ).toEqual(['git', 'git', 'git-remote-http', 'git-remote-https', 'node', 'ssh', 'ssh-keygen'])
      // An alias with `!` is what Git runs through a shell.
      const aliased = inside(root, aVolume(join(folder, 'aliased')), ['git', '-c', 'alias.x=!true', 'x'])
      expect(await aliased.ended).not.toBe(0)
      expect(aliased.err()).toContain('cannot run')
      for (const each of ['/bin/sh', '/usr/bin/env'])
        expect(() => execFileSync('chroot', [root, each], { stdio: 'ignore' })).toThrow()
    })

    test('over ssh: clones, serves, takes the lock, and pushes signed commits of a proposal', async () => {
      const { story, volume } = aPod('ssh')
      const git = { sshKey: `${SECRETS}/ssh/key`, knownHosts: `${SECRETS}/ssh/known_hosts` }
      const sign = { format: 'ssh', key: { file: `${SECRETS}/signing/key` } }
      await story.push(desiredState(story, { git, author: { sign, signOff: true }, forge: forgeOf(story) }))
      const address = `ssh://git@127.0.0.1:${story.gitea.sshPort}/${story.repository.name}.git`
      const asComponent = {
        GIT_SSH: '/app/deploy/git-ssh.mjs',
        GIT_SSH_VARIANT: 'ssh',
        ISTHMUS_SSH_KEY: git.sshKey,
        ISTHMUS_SSH_KNOWN_HOSTS: git.knownHosts,
      }
      await done(inside(root, volume, [...CLONE, address, STATE], asComponent))
      const port = await freePort()
      const served = inside(root, volume, [
        ...ISTHMUS,
        'serve',
        '-C',
        STATE,
        '--from',
        '/var/lib/isthmus/clusters',
        '--listen',
        `127.0.0.1:${port}`,
      ])
      const role = async () => textAt((await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as null, 'role')
      await until(`the writer's role`, 60_000, async () => (await role()) === 'writer').catch(told(served))
      const [pull = 0] = await until('a proposal', 60_000, async () => {
        const found = await story.openPulls()
        return found.length > 0 && found
      }).catch(told(served))
      served.stop()
      expect(await served.ended, served.err()).toBe(0)
      const head = textAt(await story.pull(pull), 'head', 'ref') ?? ''
      execFileSync('git', ['fetch', '-q', 'origin', head], { cwd: story.work })
      const commit = execFileSync('git', ['cat-file', 'commit', 'FETCH_HEAD'], { cwd: story.work, encoding: 'utf8' })
      expect(commit).toContain('-----BEGIN SSH SIGNATURE-----')
      expect(commit).toContain('Signed-off-by: ')
      expect(served.err()).not.toMatch(/"level":"error"|\/bin\/sh|No such file/)
    })

    test('a host whose key is not known is not spoken to', async () => {
      const { story, volume } = aPod('stranger')
      putSecret(root, `${SECRETS}/ssh/no_hosts`, '')
      const address = `ssh://git@127.0.0.1:${story.gitea.sshPort}/${story.repository.name}.git`
      const env = {
        GIT_SSH: '/app/deploy/git-ssh.mjs',
        GIT_SSH_VARIANT: 'ssh',
        ISTHMUS_SSH_KEY: `${SECRETS}/ssh/key`,
        ISTHMUS_SSH_KNOWN_HOSTS: `${SECRETS}/ssh/no_hosts`,
      }
      const cloned = inside(root, volume, ['git', 'clone', '--', address, STATE], env)
      expect(await cloned.ended).toBe(128)
      expect(cloned.err()).toContain('Host key verification failed')
    })

    test('over https: asks for the token, trusts one authority, and reports drift', async () => {
      const { story, volume } = aPod('https')
      const authority = anAuthority()
      const port = await aTlsServer(authority, (request, response) => {
        const { method = 'GET', headers } = request
        const onward = httpRequest(`${story.gitea.url}${request.url}`, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        })
        request.pipe(onward)
      })
      putSecret(root, '/etc/isthmus/ca.crt', readFileSync(authority.caFile, 'utf8'))
      const git = { username: 'isthmus-bot', token: { file: `${SECRETS}/git/token` } }
      await story.push(desiredState(story, { git, network: { caFile: '/etc/isthmus/ca.crt' }, forge: forgeOf(story) }))
      const asDeployment = {
        GIT_ASKPASS: '/app/deploy/git-askpass.mjs',
        GIT_TERMINAL_PROMPT: '0',
        GIT_SSL_CAINFO: '/etc/isthmus/ca.crt',
        ISTHMUS_GIT_CREDENTIALS: `${SECRETS}/git`,
      }
      await story.gitea.api('PATCH', `/repos/${story.repository.name}`, { private: true })
      const address = `https://127.0.0.1:${port}/${story.repository.name}.git`
      // The second run is that of a pod whose sandbox started again.
      for (const _ of [1, 2]) await done(inside(root, volume, [...CLONE, address, STATE], asDeployment))
      await done(inside(root, volume, [...ISTHMUS, 'expand', '-C', STATE]))
      cpSync(join(volume, 'desired-state/rendered'), join(story.work, 'rendered'), { recursive: true })
      await story.push({})
      for (const env of [{}, asDeployment]) {
        const drift = inside(
          root,
          volume,
          [...ISTHMUS, 'drift', '-C', STATE, '--from', '/var/lib/isthmus/clusters', '--output', 'json'],
          env,
        )
        expect(await drift.ended, drift.err()).toBe(0)
        const report = JSON.parse(drift.out()) as null
        expect(listAt(report, 'clusters').map((each) => at(each, 'state'))).toEqual(['unknown', 'unknown', 'unknown'])
        expect(drift.err()).not.toContain(story.team.bot.token)
      }
    })
  },
)

function aPod(name: string) {
  if (!stage.story) throw new Error('Gitea did not start')
  const volume = aVolume(join(folder, name))
  mkdirSync(join(volume, 'clusters'))
  writeFileSync(join(volume, 'clusters/.keep'), '')
  return { story: stage.story, volume }
}

function forgeOf({ gitea, repository }: GiteaStory) {
  return { type: 'gitea', url: gitea.url, repository: repository.name, token: { file: `${SECRETS}/forge/token` } }
}

async function done(ran: Inside): Promise<void> {
  const code = await ran.ended
  if (code !== 0) throw new Error(`${code}: ${ran.err()}`)
}

function told({ err, out }: Inside) {
  return (error: unknown): never => {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${out()}${err()}`)
  }
}
