import { existsSync } from 'node:fs'
import { GitPluginError, simpleGit } from 'simple-git'
import { Failure } from '../../model/failure.ts'
import { TOO_LARGE } from '../../model/git.ts'
import { failureOf } from './failures.ts'
import { listener } from './listener.ts'
import type { GitSettings, Variables } from './variables.ts'
import { isGuarded, variablesFor } from './variables.ts'

/** Where Git runs, with which environment variables, and for how long a command may say nothing. */
export interface GitPlace {
  readonly directory: string
  readonly variables: Variables
  readonly silenceMs: number
  /** The repository itself, where it must not be looked for (a bare one). */
  readonly gitDir?: string
  /** What we add to the variables: how to get to the remote. */
  readonly own?: Variables
  readonly settings?: GitSettings
  /** Settings that hold a credential, asked for by each command. */
  readonly login?: () => Promise<GitSettings>
  readonly marks?: CommitMarks
}

/** What each commit of ours carries besides its change. */
export interface CommitMarks {
  /** `Signed-off-by:` of the author. */
  readonly signOff: boolean
  /** Absolute path of an ssh key that signs. */
  readonly sshKey?: string
}

export interface GitResult {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * No hook of the repository runs, nothing follows a submodule, nothing is signed with a person's key, one branch is pushed
 * and not all, nothing is left running.
 */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'push.followTags=false',
  'push.gpgSign=false',
  'remote.origin.mirror=false',
  'commit.gpgSign=false',
  'log.showSignature=false',
  'gc.auto=0',
  'maintenance.auto=false',
]

export interface RunOptions {
  readonly input?: string
  readonly variables?: Variables
  /** Bytes of standard output that are waited for: a few small trees stand for as many paths as anybody likes. */
  readonly most?: number
}

/** More than the largest reading of files. */
const MOST_OUTPUT = 512 * 2 ** 20

/** Runs one Git command and says how it ended. Throws only where it could not run to its end: Failure `git/too-large` where it says too much. */
export async function runGit(place: GitPlace, args: readonly string[], options: RunOptions = {}): Promise<GitResult> {
  if (!existsSync(place.directory)) throw missingDirectory(place.directory)
  const said = listener(options.most ?? MOST_OUTPUT)
  let code = -1
  let failed = ''
  const settings = [...((await place.login?.()) ?? []), ...(place.settings ?? [])]
  const environment = variablesFor({ ...place, settings }, options.variables)
  const git = simpleGit({
    baseDir: place.directory,
    config: [...SETTINGS],
    timeout: { block: place.silenceMs },
    // Both: the one that is off would be waited for for ever, and a little of each command stay in memory. The rest of what
    // was said is waited for below.
    completion: { onClose: true, onExit: true },
    allowEnvironment: Object.keys(environment).filter(isGuarded),
    unsafe: {
      allowUnsafeHooksPath: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
    },
    ...(options.input === undefined ? {} : { input: () => options.input }),
    errors: (error, result) => {
      // Judged by the caller: simple-git takes a failure without a word on stderr for success.
      code = result.exitCode
      failed = Buffer.concat(result.stdErr).toString('utf8')
      return error instanceof GitPluginError ? error : undefined
    },
  })
  git.env(environment)
  git.outputHandler((_command, stdout, stderr) => said.listen(stdout, stderr))
  try {
    await git.raw([...args])
  } catch (cause) {
    if (said.isTooMuch()) throw tooMuch(args, options.most)
    throw failureOf(
      args,
      cause instanceof GitPluginError && cause.plugin === 'timeout' ? 'timed out' : String(cause),
      cause,
    )
  }
  if (code < 0 && failed.includes('ENOENT')) {
    throw new Failure('git/not-installed', 'git cannot be started', {
      hint: 'Install Git and see that it is on the PATH.',
    })
  }
  if (said.isTooMuch()) throw tooMuch(args, options.most)
  return { code, ...(await said.all()) }
}

function tooMuch(args: readonly string[], most = MOST_OUTPUT): Failure {
  const command = args.find((each) => !each.startsWith('-'))
  return new Failure(TOO_LARGE, `git ${command} says more than ${most / 2 ** 20} MiB`, {
    hint: 'Keep what is large out of the desired state.',
  })
}

/** Standard output of a command that must succeed; a Failure with a remedy otherwise. */
export async function git(place: GitPlace, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await runGit(place, args, options)
  if (result.code !== 0) throw failureOf(args, result.stderr, undefined)
  return result.stdout.toString('utf8')
}

/** Like `git`, trimmed, but undefined where the command fails: for questions that may have no answer. */
export async function ask(place: GitPlace, args: readonly string[]): Promise<string | undefined> {
  const result = await runGit(place, args)
  return result.code === 0 ? result.stdout.toString('utf8').trim() : undefined
}

function missingDirectory(directory: string): Failure {
  return new Failure('git/no-directory', `there is no directory ${directory}`, {
    hint: 'Name the desired-state repository with -C DIR.',
  })
}
