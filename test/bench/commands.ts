import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from './measure.ts'
import { rowOf, timed } from './measure.ts'

const CLI = 'dist/engine/cli.js'

/** Figures of whole processes, as a user waits for them; needs `npm run build` before. */
export function measureCommands(): Promise<readonly Row[]> {
  if (!existsSync(CLI)) {
    process.stderr.write('whole commands are not measured: run `npm run build` first\n')
    return Promise.resolve([])
  }
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-bench-'))
  const isthmus = (...args: readonly string[]) => run(process.execPath, [CLI, ...args, '-C', folder])
  isthmus('init')
  isthmus('expand')
  const node = timed(7, () => run(process.execPath, ['-e', '0']))
  const kustomize = kubectl() ? timed(7, () => run('kubectl', ['kustomize', join(folder, 'rendered/gdw')])) : []
  return Promise.resolve([
    rowOf(
      'isthmus --version',
      'ms',
      timed(7, () => run(process.execPath, [CLI, '--version'])),
      { name: 'node -e 0', values: node },
    ),
    rowOf(
      'isthmus validate, the reference',
      'ms',
      timed(7, () => isthmus('validate')),
    ),
    rowOf(
      'isthmus expand, the reference',
      'ms',
      timed(7, () => isthmus('expand')),
      { name: 'kubectl kustomize of the result', values: kustomize },
    ),
  ])
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, [...args], { stdio: 'ignore' })
}

function kubectl(): boolean {
  try {
    run('kubectl', ['kustomize', '--help'])
    return true
  } catch {
    return false
  }
}
