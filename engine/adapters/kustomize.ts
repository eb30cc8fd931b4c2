import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { GeneratorEntry } from '../model/generator-files.ts'
import { indicatorsIn } from '../model/walkable.ts'
import { inspectKustomization } from './kustomize/inspect.ts'

const TIME_LIMIT = 60_000
const OUTPUT_LIMIT = 64 * 1024 * 1024
/** YAML indicators in it: some 20 MiB of manifests. A patch of a kilobyte can fill sixty objects. */
const MOST_INDICATORS = 2_000_000

const PROGRAMS = [
  { name: 'kustomize', args: ['build'] },
  { name: 'kubectl', args: ['kustomize'] },
] as const

/**
 * Builds kustomize folders with the `kustomize` or `kubectl` that stands on the search path. Folders are inspected before:
 * remote sources, Helm, and generators or transformers that run programs are refused, so that nothing but files below `root`
 * is used. The program gets no home, no credentials and no proxy.
 */
export function kustomizeBuilder(searchPath: string): (folder: string, root: string) => Promise<GeneratorEntry> {
  return async (folder, root) => {
    const problem = await inspectKustomization(folder, root)
    if (problem !== undefined) return refused(problem, 'keep everything that a kustomization needs as files beside it')
    const program = await findProgram(searchPath)
    if (!program)
      return refused(
        'needs Kustomize, and neither kustomize nor kubectl is on the search path',
        'install one of them, or commit the built manifests',
      )
    return await run(program.path, [...program.args, folder], searchPath)
  }
}

function refused(message: string, hint: string): GeneratorEntry {
  return { kind: 'refused', message, hint }
}

async function findProgram(searchPath: string): Promise<{ path: string; args: readonly string[] } | undefined> {
  for (const { name, args } of PROGRAMS)
    for (const folder of searchPath.split(delimiter)) {
      // An entry that is not absolute would let the repository bring its own program.
      if (!isAbsolute(folder)) continue
      const path = join(folder, name)
      const isThere = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (isThere) return { path, args }
    }
  return undefined
}

async function run(program: string, args: readonly string[], searchPath: string): Promise<GeneratorEntry> {
  const options = {
    cwd: '/',
    timeout: TIME_LIMIT,
    maxBuffer: OUTPUT_LIMIT,
    env: { PATH: searchPath, HOME: '/nonexistent', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' },
  }
  return await new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (!error && indicatorsIn(stdout) > MOST_INDICATORS)
        resolve(refused('builds more than can be read at once', 'divide it into several folders'))
      else if (!error) resolve({ kind: 'kustomized', text: stdout })
      else resolve(refused(`cannot be built: ${reasonIn(stderr) || error.message}`, 'try `kustomize build` on it'))
    })
  })
}

/**
 * Why it failed, in one line; lines with a `#` only warn. kubectl logs it with its time and process, which are others each time: as text in
 * quotes, or as the lines that follow.
 */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'))
  const [first = '', ...rest] = lines
  const logged = /^[A-Z]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+\] (.*)$/.exec(first)?.[1] ?? first
  const quoted = /^".*?" err=(".*")$/.exec(logged)?.[1]
  const said = quoted !== undefined ? unquoted(quoted) : [logged.replace(/^".*?" err=<$/, ''), ...rest].join(' ')
  return said
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^error: /i, '')
    .replace(/ >$/, '')
    .slice(0, 400)
}

/** Go quotes as JSON does, but for bytes and rare characters; such a text stays as it is. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
