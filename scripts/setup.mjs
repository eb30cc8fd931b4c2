// Installs what package-lock.json names, where it is not installed yet; prints nothing and needs no network otherwise.
// Runs on the Node that the machine has, before the pinned one exists, so it is plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.isthmus-setup')
const lockFile = join(root, 'package-lock.json')
const turnFolder = join(tmpdir(), `isthmus-setup-${hash(root).slice(0, 16)}`)
/** A setup that takes longer than this hangs; its turn is over. */
const TURN_EXPIRES_MS = 15 * 60_000

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 11)) {
  stop(`Node ${process.versions.node} is too old to start from.`, 'Install Node 20.11 or newer and try again.')
}

if (!isStamped()) {
  takeTurn()
  process.once('exit', () => rmSync(turnFolder, { recursive: true, force: true }))
  if (!isStamped() && !isInstalledByHand()) install()
  writeFileSync(stampFile, stamp())
}

/** True when this script has found or made node_modules to be what the lock file names, on this platform. */
function isStamped() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp() && existsSync(pinnedNode())
}

function stamp() {
  return `${hash(readFileSync(lockFile))} ${process.platform} ${process.arch}\n`
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex')
}

/** True when somebody's own `npm ci` or `npm install` left exactly what the lock file names. */
function isInstalledByHand() {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden) || pinnedVersion() !== wantedVersion()) return false
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const isThere = ([path, entry]) => present[path]?.version === entry.version || (entry.optional && !present[path])
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(isThere)
}

function wantedVersion() {
  return `v${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node}`
}

/** What the pinned Node says it is, or undefined where it does not run. */
function pinnedVersion() {
  const found = spawnSync(pinnedNode(), ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
  return found.status === 0 ? found.stdout.trim() : undefined
}

function pinnedNode() {
  return join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
}

function install() {
  const started = Date.now()
  console.error('isthmus: installing dependencies (npm ci), about a minute the first time …')
  // Development tools are wanted even where the caller's environment says production.
  const result = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  if (result.error)
    stop(`npm could not be started: ${result.error.message}`, 'Install npm (it comes with Node) and try again.')
  if (result.status !== 0) {
    stop(
      `npm ci failed (exit code ${result.status ?? result.signal}).`,
      'Its own message is above. Most often the package registry cannot be reached: check `npm ping`, proxy and registry settings.',
    )
  }
  if (pinnedVersion() !== wantedVersion()) {
    stop(
      `The pinned Node ${wantedVersion()} did not arrive (found: ${pinnedVersion() ?? 'none that runs'}).`,
      'Its package fetches the binary in an install script: allow it with `npm rebuild node --ignore-scripts=false`, then try again.',
    )
  }
  console.error(`isthmus: installed in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** Runs npm on the machine's own Node: the one in node_modules is about to be replaced. */
function npm(args) {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(entry))
    .join(delimiter)
  return spawnSync('npm', args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    // npm's output is progress here, never the output of the command that wanted the setup.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
}

/** One setup at a time in one checkout; a second one waits for the first. */
function takeTurn() {
  const holder = join(turnFolder, 'pid')
  for (let waited = false; ; waited = true) {
    try {
      mkdirSync(turnFolder)
      writeFileSync(holder, String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') {
        stop(`${turnFolder} cannot be made: ${error.message}`, 'Make the folder for temporary files writable.')
      }
    }
    if (isAbandoned(holder)) rmSync(turnFolder, { recursive: true, force: true })
    else if (!waited) console.error('isthmus: waiting for another setup of this checkout …')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  }
}

/** True when whoever took the turn was killed, or has had it for too long. */
function isAbandoned(holder) {
  const said = statSync(holder, { throwIfNoEntry: false })
  const made = said ?? statSync(turnFolder, { throwIfNoEntry: false })
  if (!made) return false
  if (Date.now() - made.mtimeMs > TURN_EXPIRES_MS) return true
  // Whoever took it is about to say who it is, or was killed before it could.
  if (!said) return false
  try {
    process.kill(Number(readFileSync(holder, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function stop(message, remedy) {
  console.error(`isthmus: ${message}\n         ${remedy}`)
  process.exit(1)
}
