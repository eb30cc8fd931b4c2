import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  /** What the script wrote into `/result`, file by file. */
  readonly result: { readonly [key: string]: string }
}

/** Runs a job's script in a folder of its own, with shell scripts in place of the programs that it calls. */
export function runScript(
  shell: 'sh' | 'bash',
  script: string,
  programs: { readonly [name: string]: string },
  env: { readonly [name: string]: string },
  result: { readonly [key: string]: string } = {},
): Ran {
  const root = mkdtempSync(join(tmpdir(), 'isthmus-script-'))
  try {
    for (const folder of ['bin', 'result', 'tmp', 'account']) mkdirSync(join(root, folder))
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${text}`)
      chmodSync(join(root, 'bin', name), 0o755)
    }
    for (const [key, text] of Object.entries(result)) writeFileSync(join(root, 'result', key), text)
    const moved = { '/result': 'result', '/tmp': 'tmp', '/var/run/secrets/kubernetes.io/serviceaccount': 'account' }
    const here = script.replaceAll(/\/result|\/tmp|\/var\/run\/secrets\/kubernetes\.io\/serviceaccount/g, (path) =>
      join(root, moved[path as keyof typeof moved]),
    )
    const ran = spawnSync(shell, ['-c', here], {
      env: { PATH: `${join(root, 'bin')}:${process.env.PATH ?? ''}`, ...env },
      encoding: 'utf8',
      timeout: 10_000,
    })
    const written = readdirSync(join(root, 'result')).map((key) => [
      key,
      readFileSync(join(root, 'result', key), 'utf8').trim(),
    ])
    return { status: ran.status, stdout: ran.stdout, result: Object.fromEntries(written) }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Whether the shell can parse the script at all. */
export function parses(shell: 'sh' | 'bash', script: string): boolean {
  return spawnSync(shell, ['-n', '-c', script]).status === 0
}
