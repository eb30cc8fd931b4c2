import { basename, resolve } from 'node:path'
import { components } from '../../../policies/index.ts'
import type { ReadFiles } from '../../flows/expand-all.ts'
import { readSetup, setUp, takenIn } from '../../flows/set-up.ts'
import { wizard } from '../../flows/wizard.ts'
import { CODEOWNERS_FILES } from '../../model/codeowners.ts'
import { Failure } from '../../model/failure.ts'
import type { Finding } from '../../model/finding.ts'
import { hasErrors } from '../../model/finding.ts'
import type { Prompter } from '../../model/prompter.ts'
import type { Setup } from '../../model/setup.ts'
import { desiredStateIn } from '../desired-state.ts'
import { givenFile } from '../given.ts'
import type { Io } from '../io.ts'
import { starterFiles } from '../starter.ts'
import { presentIn } from './create-files.ts'

export interface NewFiles {
  /** Empty where a finding is an error. */
  readonly files: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/** What somebody answers on the terminal, as files that are not written yet. */
export async function askedFiles(io: Io, root: string): Promise<NewFiles> {
  const ask = await io.prompts?.()
  if (!ask) {
    throw new Failure('init/no-terminal', 'there is no terminal to ask questions on', {
      hint: 'write the answers to a file (`isthmus schema Setup` says which) and give --answers FILE',
    })
  }
  const { read, present } = await stateOf(root, io)
  const setup = await wizard({
    ask,
    components,
    taken: takenIn(read, components),
    name: basename(root).toLowerCase(),
    asksForge: !present.has('isthmus.yaml'),
  })
  const made = filesFor(setup, read, present)
  if (hasErrors(made.findings)) return made
  await agree(ask, root, made.files)
  return made
}

/** Answers from a file, as files that are not written yet. */
export async function answeredFiles(io: Io, root: string, path: string): Promise<NewFiles> {
  const given = { path: resolve(io.cwd, path), shown: path }
  const file = await givenFile(given, 'init/answers', 'name a YAML file with --answers')
  const { setup, findings } = readSetup(file, components)
  if (!setup) return { files: new Map(), findings }
  const { read, present } = await stateOf(root, io)
  const made = filesFor(setup, read, present)
  return { ...made, findings: [...findings, ...made.findings] }
}

async function stateOf(
  root: string,
  io: Io,
): Promise<{ readonly read: ReadFiles; readonly present: ReadonlySet<string> }> {
  const present = await presentIn(root)
  return { present, read: present.size === 0 ? { files: [], findings: [] } : await desiredStateIn(root, io) }
}

/** The new environment, and what the repository lacks of the rest; a file that is there stays as it is. */
function filesFor(setup: Setup, read: ReadFiles, present: ReadonlySet<string>): NewFiles {
  const made = setUp(setup, read, components)
  if (!made) {
    throw new Failure(
      'init/no-free-network',
      'the private ranges have no room left for the networks of these clusters',
      {
        hint: 'avoid less, or write the `network` of each cluster yourself',
      },
    )
  }
  if (hasErrors(made.findings)) return { files: new Map(), findings: made.findings }
  const isOwned = CODEOWNERS_FILES[setup.forge.type].some((each) => present.has(each))
  const rest = [...starterFiles(setup)].filter(
    ([path]) => !present.has(path) && !(path === 'CODEOWNERS' && isOwned) && !isSchemaBesideOthers(path, present),
  )
  const files = new Map([...made.files.map((each) => [each.path, each.text] as const), ...rest])
  const taken = made.files.map((each) => each.path).filter((each) => present.has(each))
  if (taken.length === 0) return { files, findings: made.findings.filter((each) => files.has(each.file)) }
  throw new Failure('init/exists', `${taken.join(', ')} is already there`, {
    hint: 'give the environment another name; nothing was changed',
  })
}

/** The schemas of one version belong together: where some are there, `isthmus schema --write` is what changes them. */
function isSchemaBesideOthers(path: string, present: ReadonlySet<string>): boolean {
  const [folder] = path.split('/schemas/')
  return path.includes('/schemas/') && present.has(`${folder}/schemas`)
}

async function agree(ask: Prompter, root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const [first = ''] = files.values()
  ask.show([...files.keys()][0] ?? '', first.trimEnd())
  const paths = [...files.keys()].filter((each) => !each.includes('/schemas/'))
  const schemas = files.size - paths.length
  ask.show(
    'New files',
    [...paths, ...(schemas > 0 ? [`${schemas} schemas for editors, in .isthmus/schemas/`] : [])].join('\n'),
  )
  if (await ask.confirm({ message: `Write them to ${root}?`, initial: true })) return
  throw new Failure('init/declined', 'nothing was written', { hint: 'start again with other answers' })
}
