import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const repository = join(import.meta.dirname, '..', '..')
/** As in deploy/Containerfile, less tini: no orphan of a test lives long. */
const PROGRAMS = ['git', 'ssh', 'ssh-keygen']
const ENV = {
  PATH: '/usr/local/bin:/usr/bin',
  NODE_ENV: 'production',
  HOME: '/tmp',
  GIT_CONFIG_NOSYSTEM: '1',
  ISTHMUS_GIT_SSH: '/app/deploy/git-ssh.mjs',
}
const USER = 65_532

/** Why this machine cannot take another root; undefined where it can. */
export function whyNoRoot(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may change the root of a process'
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'mounts of its own are refused to it'
  }
}

/** The root file system of the image, made as deploy/Containerfile makes it, of this machine's programs and this checkout. */
export function imageRoot(folder: string): void {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync(process.execPath, [join(repository, 'deploy/assemble-root.mjs'), folder, ...PROGRAMS])
  const app = join(folder, 'app')
  for (const each of [
    'package.json',
    'dist',
    'environments',
    'placements',
    'catalog',
    'deploy/git-askpass.mjs',
    'deploy/git-clone.mjs',
    'deploy/git-ssh.mjs',
  ])
    cpSync(join(repository, each), join(app, each), { recursive: true })
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: repository,
    encoding: 'utf8',
  })
  const packages = listed.split('\n').filter((each) => each.includes('node_modules'))
  for (const each of packages.filter((one) => !packages.some((other) => one.startsWith(`${other}/`))))
    cpSync(each, join(app, each.slice(repository.length)), { recursive: true })
  for (const each of ['dev', 'proc', 'var/lib/isthmus']) mkdirSync(join(folder, each), { recursive: true })
}

/** A file that only the image's user reads, as a Secret is mounted. */
export function putSecret(folder: string, path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chownSync(file, USER, 0)
  chmodSync(file, 0o400)
}

/** A volume of the image's user, over `/var/lib/isthmus`. */
export function aVolume(folder: string): string {
  mkdirSync(folder, { recursive: true })
  chownSync(folder, USER, 0)
  return folder
}

export interface Inside {
  readonly ended: Promise<number | string>
  readonly out: () => string
  readonly err: () => string
  stop(): void
}

/** What the kubelet does: the root read-only, `/tmp` and one volume to write to, no root, no environment but the image's and `env`. */
const ENTER = `set -e
root=$1; volume=$2; shift 2
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind "$volume" "$root/var/lib/isthmus"
mount -o remount,ro,bind "$root"
exec "$@"`

export function inside(
  root: string,
  volume: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Inside {
  const pairs = Object.entries({ ...ENV, ...env }).map(([name, value]) => `${name}=${value}`)
  const chroot = ['/usr/sbin/chroot', '/usr/bin/chroot'].find((each) => existsSync(each)) ?? 'chroot'
  const entered = ['env', '-i', ...pairs, chroot, `--userspec=${USER}:0`, root, ...command]
  const child = spawn('unshare', ['--mount', 'sh', '-c', ENTER, 'sh', root, volume, ...entered], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 'gone'))),
    out: () => said.out,
    err: () => said.err,
    stop: () => void child.kill('SIGTERM'),
  }
}
