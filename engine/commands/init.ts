import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createFile } from '../adapters/files.ts'
import { Failure } from '../model/failure.ts'
import { json } from '../stages/report/json.ts'
import { referenceFiles } from './package.ts'
import type { CommandDefinition } from './register.ts'
import { starterFiles } from './starter.ts'

export const initCommand: CommandDefinition = {
  usage: 'init [dir]',
  summary:
    'a desired-state repository to start from: reference environment, placements, isthmus.yaml, CODEOWNERS, a CI workflow',
  examples: [
    ['isthmus init platform', 'in a new folder'],
    ['git init platform && isthmus init platform', 'in a new Git repository'],
  ],
  async run({ io, common, args }) {
    const root = resolve(common.directory, args[0] ?? '.')
    const files = new Map([...referenceFiles(), ...starterFiles()])
    await assertFree(root, [...files.keys()])
    for (const [path, text] of files) await createFile(root, path, text)
    if (common.output === 'json') io.out(json({ directory: root, files: [...files.keys()] }))
    else if (!common.quiet) {
      for (const path of files.keys()) io.out(`${io.palette.green('+')} ${path}\n`)
      io.out(
        `\nNext, in ${root}:\n  isthmus validate\n  isthmus expand\n  git add -A && git commit -m "Desired state"\n`,
      )
    }
    return 0
  },
}

/** Nothing of a person's is ever overwritten: any of our paths that exists stops the command before it writes. */
async function assertFree(root: string, paths: readonly string[]): Promise<void> {
  try {
    await mkdir(root, { recursive: true })
  } catch (cause) {
    throw new Failure('init/not-writable', `${root} cannot be made`, {
      hint: 'choose a folder that you may write to',
      cause,
    })
  }
  const present = new Set((await readdir(root, { recursive: true })).map((each) => each.replaceAll('\\', '/')))
  const taken = paths.filter((each) => present.has(each))
  if (taken.length === 0) return
  throw new Failure(
    'init/exists',
    `${root} already has ${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ', …' : ''}`,
    {
      hint: 'choose an empty folder; nothing was changed',
    },
  )
}
