import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Program, ProgramName } from './programs.ts'
import { programs } from './programs.ts'

const run = promisify(execFile)
const GO = join(dirname(fileURLToPath(import.meta.url)), 'go')
const LOG_BYTES = 64 * 1024 * 1024

/** Where built programs stay between runs: `ISTHMUS_TESTBED_CACHE`, else in the user's cache folder. */
export function cacheFolder(variables: Readonly<Record<string, string | undefined>> = process.env): string {
  const { ISTHMUS_TESTBED_CACHE: named, XDG_CACHE_HOME: caches } = variables
  return named || join(caches ?? join(userInfo().homedir, '.cache'), 'isthmus-testbed')
}

/**
 * Path of a program, built first where the cache has none of just this version, source and Go. Of two runs at once each
 * builds it, and the last one's stays: Go's own cache makes that cheap.
 */
export function built(name: ProgramName): Promise<string> {
  const found = known.get(name) ?? find(name)
  known.set(name, found)
  return found
}

/** What this process has asked for: Go is a process of its own, and programs do not change while tests run. */
const known = new Map<ProgramName, Promise<string>>()

async function find(name: ProgramName): Promise<string> {
  const program: Program = programs[name]
  const version = await goVersion()
  const folder = join(cacheFolder(), `${program.name}-${program.version}-${sourceDigest(program, version)}`)
  const binary = join(folder, program.name)
  if (existsSync(binary)) return binary
  mkdirSync(folder, { recursive: true })
  await build(program, folder)
  return binary
}

/** The folder of a Go module's files, such as the CRDs that it carries; Go verifies it by its checksum. */
export async function moduleFolder(folder: string, module: string): Promise<string> {
  await go(['mod', 'download', module], join(GO, folder))
  return (await go(['list', '-m', '-f', '{{.Dir}}', module], join(GO, folder))).trim()
}

/** Where Go unpacks a module that is named with its version. */
export async function downloaded(module: string): Promise<string> {
  // Outside of any module, so that nothing but the checksum database decides what it is.
  const answer = JSON.parse(await go(['mod', 'download', '-json', module], GO)) as { readonly Dir: string }
  return answer.Dir
}

async function build(program: Program, folder: string): Promise<void> {
  const { name, version, minutes, tags, ldflags = '' } = program
  const started = Date.now()
  tell(`building ${name} ${version} (about ${minutes} min on two cores, once)`)
  const ticking = setInterval(
    () => tell(`building ${name}: ${Math.round((Date.now() - started) / 60_000)} min`),
    60_000,
  )
  try {
    const place = 'folder' in program.from ? join(GO, program.from.folder) : await downloaded(program.from.module)
    const partial = join(folder, `${name}.${randomUUID()}`)
    const flags = ['-ldflags', `-s -w ${ldflags}`.trim(), ...(tags === undefined ? [] : ['-tags', tags])]
    await go(['build', ...flags, '-o', partial, program.package], place)
    renameSync(partial, join(folder, name))
  } finally {
    clearInterval(ticking)
  }
  tell(`built ${name} ${version} in ${Math.round((Date.now() - started) / 1000)} s`)
}

async function goVersion(): Promise<string> {
  return (await go(['env', 'GOVERSION'], GO)).trim()
}

/** Runs Go. Its caches are those of the user: the tests have an empty home. */
async function go(args: readonly string[], cwd: string): Promise<string> {
  const env = {
    ...process.env,
    HOME: userInfo().homedir,
    GOFLAGS: '-buildvcs=false',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
  }
  try {
    return (await run('go', [...args], { cwd, env, maxBuffer: LOG_BYTES })).stdout
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(
        'Go is missing: the test bed builds its components with it. Install Go 1.26 or newer (https://go.dev/dl), then run it again.',
      )
    throw error
  }
}

function sourceDigest(program: Program, version: string): string {
  const hash = createHash('sha256').update(JSON.stringify([program, version]))
  if ('folder' in program.from) {
    const folder = join(GO, program.from.folder)
    for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

function tell(text: string): void {
  process.stderr.write(`test bed: ${text}\n`)
}
