import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Json } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import { built, downloaded } from './build.ts'
import { freePort } from './ports.ts'
import { start } from './process.ts'

const run = promisify(execFile)

/** A user of the test's Gitea, with a token of just these scopes. */
export interface GiteaUser {
  readonly name: string
  readonly token: string
}

export interface Gitea {
  readonly url: string
  readonly log: string
  /** Where it speaks ssh; 0 where nobody asked for that. */
  readonly sshPort: number
  /** As the administrator of the server, or with another token. Throws what Gitea says where the answer is no 2xx. */
  api(method: string, path: string, body?: Json, token?: string): Promise<Json>
  user(name: string, scopes: readonly string[]): Promise<GiteaUser>
  stop(): Promise<void>
}

/** Who it runs as where the tests run as root, which Gitea refuses. */
const NOBODY = 65_534
const PASSWORD = 'correct-horse-battery-staple'

export interface GiteaSettings {
  /** With a server of its own for ssh, whose host key is a new one. */
  readonly ssh?: boolean
}

/** A Gitea with SQLite in a folder, on a port of its own; webhooks may go to this machine. */
export async function startGitea(folder: string, { ssh = false }: GiteaSettings = {}): Promise<Gitea> {
  const [command, files, port] = [
    await built('gitea'),
    await downloaded('code.gitea.io/gitea@v1.26.0'),
    await freePort(),
  ]
  const sshPort = ssh ? await freePort() : 0
  const home = join(folder, 'gitea')
  const url = `http://127.0.0.1:${port}`
  const configuration = join(home, 'app.ini')
  mkdirSync(home, { recursive: true })
  writeFileSync(configuration, settings(home, files, port, sshPort))
  for (let each = folder; each.length > 1 && isRoot(); each = join(each, '..')) chmodSync(each, 0o755)
  if (isRoot()) for (const each of [home, configuration]) chownSync(each, NOBODY, NOBODY)
  const env = { HOME: home, GITEA_WORK_DIR: home, TZ: 'UTC' }
  const gitea = (...args: readonly string[]) => asUser(command, [...args, '--config', configuration])
  const log = join(folder, 'gitea.log')
  await run(...gitea('migrate'), { env: { ...process.env, ...env } })
  const create = ['admin', 'user', 'create', '--admin', '--username', 'root-of-all', '--password', PASSWORD]
  const asked = [...create, '--email', 'root@example.com', '--access-token', '--access-token-scopes', 'all']
  const { stdout } = await run(...gitea(...asked), { env: { ...process.env, ...env } })
  const admin = /\b[0-9a-f]{40}\b/.exec(stdout)?.[0] ?? ''
  const [file, args] = gitea('web')
  const isReady = async () => (await fetch(`${url}/api/healthz`)).ok
  const running = await start({ name: 'gitea', command: file, args, env, cwd: home, log, isReady })
  const api = async (method: string, path: string, body?: Json, token = admin) =>
    ask(`${url}/api/v1${path}`, method, `Bearer ${token}`, body)
  return {
    url,
    log,
    sshPort,
    api,
    user: async (name, scopes) => {
      const person = { username: name, password: PASSWORD, email: `${name}@example.com`, must_change_password: false }
      await api('POST', '/admin/users', person)
      const basic = `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`
      const made = await ask(`${url}/api/v1/users/${name}/tokens`, 'POST', basic, { name: 'test', scopes: [...scopes] })
      return { name, token: textAt(made, 'sha1') ?? '' }
    },
    stop: () => running.stop(),
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Root's own folders, where the program and its files may lie, stay readable; the tie to the test process is lost with the user. */
function asUser(command: string, args: readonly string[]): [string, readonly string[]] {
  if (!isRoot()) return [command, args]
  const caps = ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search']
  const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', ...caps, '--pdeathsig', 'KILL']
  return ['setpriv', [...user, command, ...args]]
}

async function ask(address: string, method: string, authorization: string, body?: Json): Promise<Json> {
  const headers = { authorization, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(address, { method, headers, ...sent })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`)
  return text === '' ? null : (JSON.parse(text) as Json)
}

function settings(home: string, files: string, port: number, sshPort: number): string {
  const speaksSsh = `START_SSH_SERVER = true\nBUILTIN_SSH_SERVER_USER = git\nSSH_DOMAIN = 127.0.0.1\nSSH_LISTEN_HOST = 127.0.0.1\nSSH_LISTEN_PORT = ${sshPort}\nSSH_PORT = ${sshPort}`
  const secret = () => randomBytes(32).toString('hex')
  return `APP_NAME = Test bed
RUN_USER = ${isRoot() ? 'nobody' : (process.env.USER ?? process.env.LOGNAME ?? '')}
WORK_PATH = ${home}
[server]
PROTOCOL = http
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = http://127.0.0.1:${port}/
STATIC_ROOT_PATH = ${files}
${sshPort === 0 ? 'DISABLE_SSH = true' : speaksSsh}
OFFLINE_MODE = true
LFS_START_SERVER = false
[database]
DB_TYPE = sqlite3
PATH = ${join(home, 'gitea.db')}
SQLITE_JOURNAL_MODE = WAL
[security]
INSTALL_LOCK = true
SECRET_KEY = ${secret()}
PASSWORD_HASH_ALGO = pbkdf2$1000$50
[oauth2]
JWT_SECRET = ${randomBytes(32).toString('base64url')}
[service]
DISABLE_REGISTRATION = true
[repository]
ROOT = ${join(home, 'repositories')}
DEFAULT_BRANCH = main
[indexer]
ISSUE_INDEXER_TYPE = db
[webhook]
ALLOWED_HOST_LIST = loopback
[actions]
ENABLED = false
[packages]
ENABLED = false
[picture]
DISABLE_GRAVATAR = true
[log]
MODE = console
LEVEL = Warn
`
}
