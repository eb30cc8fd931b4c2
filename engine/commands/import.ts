import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { components } from '../../policies/index.ts'
import { createFile, createFolder } from '../adapters/files.ts'
import { importPlatform } from '../flows/import.ts'
import { Failure } from '../model/failure.ts'
import type { ImportReport } from '../model/imported.ts'
import { importMarkdown, importText } from '../stages/report/import-report.ts'
import { json } from '../stages/report/json.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import type { CommonOptions } from './options.ts'
import type { CommandDefinition } from './register.ts'
import { LOOK_OPTIONS, placeIn, sourceFrom } from './source.ts'

export const importCommand: CommandDefinition = {
  usage: 'import',
  summary: 'describe a platform that already runs: environment, placements, policies, and what is wrong with it',
  formats: ['text', 'json', 'markdown'],
  options: [
    ...LOOK_OPTIONS,
    ['--into <dir>', 'new or empty folder for the desired state and the report; without it only the report is printed'],
  ],
  examples: [
    ['isthmus import --from must-gather', 'the first day’s report; nothing is written'],
    ['isthmus import --from must-gather --into platform', 'the same, and a desired-state repository to start from'],
    [
      'isthmus import --from contexts --context c1=admin',
      'live clusters, through contexts of your kubeconfig; only reads',
    ],
    ['isthmus import --from must-gather --environment gdw --into gdw', 'only the cluster set gdw'],
  ],
  exitTwo: 'no valid environment can be written from what was seen',
  isConfigured: true,
  async run({ io, common, options }) {
    const { hub } = await configurationIn(common.directory)
    const source = sourceFrom({ options, directory: common.directory, io, hub })
    const root = folderOf(placeIn(options), common.directory)
    const target = typeof options.into === 'string' ? resolve(common.directory, options.into) : undefined
    if (target !== undefined) await assertEmpty(target)
    const { files, report } = await importPlatform({
      source,
      clusters: root === undefined ? namedContexts(options.context) : await clustersIn(root),
      components,
      environment: common.environment,
      now: io.now(),
      progress: io.progress,
    })
    if (target !== undefined) {
      await createFolder(target)
      for (const { path, text } of files) await createFile(target, path, text)
      await createFile(target, 'IMPORT.md', importMarkdown(report))
      await createFile(target, 'import.json', json(report))
    }
    print(io, common, report)
    if (target !== undefined && common.output === 'text' && !common.quiet)
      io.out(files.length === 0 ? nothing(target) : next(target, placeIn(options), files.length))
    return files.length === 0 ? 2 : 0
  },
}

/** The folder that `--from` names, or undefined for live clusters. */
function folderOf(from: string, directory: string): string | undefined {
  return from === 'hub' || from === 'contexts' ? undefined : resolve(directory, from)
}

/** Clusters that a person gives a context for, so that they are found without a hub. */
function namedContexts(given: unknown): readonly string[] {
  return (Array.isArray(given) ? given : []).flatMap((each) => String(each).split('=')[0] || [])
}

/** Sub-directories are clusters; links and hidden ones are not. */
async function clustersIn(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true })
    const names = entries.filter((each) => each.isDirectory() && !each.name.startsWith('.')).map((each) => each.name)
    if (names.length > 0) return names.sort()
  } catch (cause) {
    throw new Failure('directory/missing', `${root} cannot be read`, {
      hint: 'name a folder with one sub-folder a cluster',
      cause,
    })
  }
  throw new Failure('import/nothing-there', `${root} has no sub-folder, so there is no cluster to read`, {
    hint: 'name a folder with one sub-folder a cluster, such as cluster1/ and local-cluster/',
  })
}

/** Nothing of a person's is ever overwritten or mixed with what is written. */
async function assertEmpty(target: string): Promise<void> {
  const present = await readdir(target).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new Failure('import/not-a-folder', `${target} cannot be used as a folder`, {
      hint: 'name a new folder',
      cause,
    })
  })
  if (present.length === 0) return
  throw new Failure('import/not-empty', `${target} is not empty`, {
    hint: 'name a new or empty folder; nothing was written',
  })
}

function print(io: Io, common: CommonOptions, report: ImportReport): void {
  if (common.output === 'json') io.out(json(report))
  else io.out(common.output === 'markdown' ? importMarkdown(report) : importText(report, io.palette))
}

function nothing(target: string): string {
  return `\nNo valid environment can be written from what was seen; IMPORT.md and import.json in ${target} say why.\n`
}

function next(target: string, root: string, count: number): string {
  return `\n${count} files, IMPORT.md and import.json are in ${target}. Next:\n  git -C ${target} init && isthmus -C ${target} expand\n  git -C ${target} add --all && git -C ${target} commit -m "The platform as it runs"\n  isthmus -C ${target} drift --from ${root}\n`
}
