import { resolve } from 'node:path'
import { openClone } from '../adapters/git.ts'
import { Failure, failureOnly } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import { FORGES } from '../model/setup.ts'
import { suggestion } from '../model/suggest.ts'
import { json } from '../stages/report/json.ts'
import { createFiles, presentIn } from './init/create-files.ts'
import type { NewFiles } from './init/new-environment.ts'
import { answeredFiles, askedFiles } from './init/new-environment.ts'
import type { Io } from './io.ts'
import type { CommonOptions } from './options.ts'
import { printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'
import { referenceStart, starterFiles, UNASKED } from './starter.ts'

export const initCommand: CommandDefinition = {
  usage: 'init [dir]',
  summary:
    'a desired-state repository to start from: environment, placements, isthmus.yaml, CODEOWNERS, a CI workflow, schemas for editors',
  examples: [
    ['isthmus init --wizard platform', 'asks, proposes free networks, shows what it will write'],
    ['isthmus init platform --forge github', 'the reference environment, without questions'],
    ['isthmus init --answers platform.yaml platform', 'the same as --wizard from a file, without a terminal'],
    ['isthmus init --wizard', 'in a repository: one more environment, every other file as it is'],
  ],
  options: [
    ['--wizard', 'ask for clusters, regions, domain and components'],
    ['--answers <file>', 'take the answers from a YAML file (`isthmus schema Setup`)'],
    ['--forge <type>', `where pull requests will live: ${FORGES.join(', ')}`, FORGES],
  ],
  exitTwo: 'the answers have a finding of severity error; nothing is written then',
  async run({ io, common, args, options }) {
    const root = resolve(common.directory, args[0] ?? '.')
    const { files, findings } = await newFiles(io, root, options)
    if (hasErrors(findings)) {
      if (common.output === 'json') io.out(json({ directory: root, files: [], findings }))
      else printFindings(io, findings, [])
      return 2
    }
    await createFiles(root, files)
    await print(io, common, root, { files, findings })
    return 0
  },
}

async function newFiles(io: Io, root: string, options: Readonly<Record<string, unknown>>): Promise<NewFiles> {
  const { wizard, answers, forge } = options
  if (wizard === true && answers !== undefined) throw usage('--wizard asks what --answers brings', 'give one of them')
  if (forge !== undefined && (wizard === true || answers !== undefined))
    throw usage('--forge is for the reference environment', 'answer it instead')
  if (wizard === true) return await askedFiles(io, root)
  if (typeof answers === 'string') return await answeredFiles(io, root, answers)
  const type = FORGES.find((each) => each === (forge ?? UNASKED.forge.type))
  if (type === undefined) throw usage(`there is no forge ${String(forge)}`, suggestion(String(forge), FORGES, ''))
  const files = new Map([...referenceStart(), ...starterFiles({ ...UNASKED, forge: { type } })])
  await assertFree(root, [...files.keys()])
  return { files, findings: [] }
}

function usage(message: string, hint: string): Failure {
  return new Failure('usage/init', message, { hint })
}

/** Nothing of a person's is ever overwritten: any of our paths that exists stops the command before it writes. */
async function assertFree(root: string, paths: readonly string[]): Promise<void> {
  const present = await presentIn(root)
  const taken = paths.filter((each) => present.has(each))
  if (taken.length === 0) return
  const names = `${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ', …' : ''}`
  throw new Failure('init/exists', `${root} already has ${names}`, {
    hint: 'choose an empty folder, or add an environment with --wizard; nothing was changed',
  })
}

async function print(io: Io, common: CommonOptions, root: string, { files, findings }: NewFiles): Promise<void> {
  const paths = [...files.keys()]
  if (common.output === 'json') {
    io.out(json({ directory: root, files: paths, findings }))
    return
  }
  printFindings(
    io,
    findings,
    [...files].map(([path, text]) => ({ path, text })),
    common.verbose,
  )
  if (common.quiet) return
  for (const path of paths) io.out(`${io.palette.green('+')} ${path}\n`)
  const clone = await openClone({ directory: root, variables: io.env }).catch(failureOnly)
  const [before, push] =
    clone instanceof Failure
      ? ['  git init --initial-branch=main && git remote add origin URL\n', 'git push -u origin main']
      : ['', 'git push']
  io.out(
    `\nNext, in ${root}:\n  isthmus validate\n${before}  git add -A && git commit -m "Desired state" && ${push}\n  isthmus propose    the pull request with rendered/, and what it does\n`,
  )
  if (files.has('docs/branch-protection.md')) io.out('and before anything is delivered: docs/branch-protection.md\n')
}
