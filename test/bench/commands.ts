import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Spent } from './child.ts'
import { isthmusIn, runToEnd } from './child.ts'
import type { Row } from './measure.ts'
import { rowOf } from './measure.ts'

const RUNS = 7

/** Small commands as whole processes, as a user waits for them, each in turn with its peer. */
export async function measureCommands(
  cli: readonly string[],
  sources: readonly string[],
  folder: string,
): Promise<readonly Row[]> {
  const place = join(folder, 'reference')
  mkdirSync(place, { recursive: true })
  isthmusIn(cli, ['init', '-C', place])
  isthmusIn(cli, ['expand', '--quiet', '-C', place])
  const node = { command: process.execPath, args: ['-e', '0'] }
  const kustomize = { command: 'kubectl', args: ['kustomize', join(place, 'rendered/gdw')] }
  const own = (...args: readonly string[]) => ({ command: process.execPath, args: [...cli, ...args] })
  const from = { command: process.execPath, args: [...sources, '--version'] }
  return [
    await turnAbout('start-up', 'isthmus --version', own('--version'), { name: 'node -e 0', ...node }, 'below 150 ms'),
    await turnAbout(
      'start-up',
      'isthmus --version, from the sources',
      from,
      { name: 'node -e 0', ...node },
      'below 150 ms',
    ),
    await turnAbout('start-up', 'validate the reference', own('validate', '-C', place), { name: 'node -e 0', ...node }),
    await turnAbout('expand', 'the reference', own('expand', '-C', place), {
      name: 'kubectl kustomize of the result',
      ...kustomize,
    }),
  ]
}

interface Process {
  readonly command: string
  readonly args: readonly string[]
}

async function turnAbout(
  group: string,
  what: string,
  mine: Process,
  { name, ...theirs }: Process & { readonly name: string },
  aim?: string,
): Promise<Row> {
  const own: Spent[] = []
  const peer: Spent[] = []
  await runToEnd(mine)
  for (let i = 0; i < RUNS; i++) {
    own.push(await runToEnd(mine))
    const other = await runToEnd(theirs).catch(() => undefined)
    if (other?.code === 0) peer.push(other)
  }
  const ms = (all: readonly Spent[]) => all.map((each) => each.seconds * 1000)
  return rowOf({ group, what, unit: 'ms', values: ms(own), peer: { name, values: ms(peer) }, ...(aim ? { aim } : {}) })
}
