import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Io } from '../io.ts'

const run = promisify(execFile)

/** Where the parts of the story lie, and the voice that tells it. */
export interface Scene {
  readonly io: Io
  readonly root: string
  /** The team's clone. */
  readonly work: string
  /** One folder a cluster, as a snapshot of it would be. */
  readonly clusters: string
  step(title: string, why: string): void
  say(text: string): void
  /** Git as a person of the team uses it, whatever the machine's configuration says. */
  git(directory: string, ...args: readonly string[]): Promise<string>
}

export function openScene(root: string, io: Io): Scene {
  let number = 0
  const env = {
    ...io.env,
    GIT_AUTHOR_NAME: 'Platform Engineer',
    GIT_AUTHOR_EMAIL: 'engineer@example.com',
    GIT_COMMITTER_NAME: 'Platform Engineer',
    GIT_COMMITTER_EMAIL: 'engineer@example.com',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
  }
  return {
    io,
    root,
    work: join(root, 'desired-state'),
    clusters: join(root, 'clusters'),
    step(title, why) {
      number += 1
      io.out(`\n${io.palette.bold(`${number}. ${title}`)}\n${io.palette.dim(`   ${why}`)}\n\n`)
    },
    say: (text) => io.out(`${indent(text)}\n`),
    async git(directory, ...args) {
      const { stdout } = await run('git', [...args], { cwd: directory, env, maxBuffer: 64 * 1024 * 1024 })
      return stdout
    },
  }
}

function indent(text: string): string {
  const lines = text.trimEnd().split('\n')
  return lines.map((line) => (line === '' ? '' : `   ${line}`)).join('\n')
}

export function welcome({ io, root }: Scene): void {
  io.out(
    [
      io.palette.bold('Isthmus: one platform stretched over three regions, kept as a Git repository says.'),
      '',
      'RHACM (Red Hat Advanced Cluster Management) is a hub that gives policies to OpenShift clusters: "this object',
      'must be there, and look like this". Isthmus writes those policies from a short description, has people review',
      'them as a pull request, and tells people when a cluster no longer looks as was agreed.',
      '',
      `Everything here is real Git in ${root}; the clusters are folders of YAML, as a snapshot would leave them.`,
      '',
    ].join('\n'),
  )
}

export function farewell({ io, root, work, clusters }: Scene): void {
  const { bold } = io.palette
  io.out(
    [
      '',
      bold('Where everything lies'),
      `  ${work}   the team's clone: environments/, placements/, rendered/`,
      `  ${root}/desired-state.git   the origin; branch isthmus/history holds what was seen when`,
      `  ${root}/desired-state.pulls   the pull requests`,
      `  ${clusters}   the clusters`,
      '',
      bold('Try next'),
      `  isthmus pulls show 2 -C ${work}`,
      `  isthmus explain StatefulSet/vault/vault#/spec/replicas -C ${work}`,
      `  isthmus drift --from ${clusters} -C ${work}`,
      io.palette.dim('  (in a checkout of this project: npm run -s isthmus -- … instead of isthmus …)'),
      '',
    ].join('\n'),
  )
}
