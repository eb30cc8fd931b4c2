import { resolve } from 'node:path'
import { components } from '../../policies/index.ts'
import { createFile, createFolder } from '../adapters/files.ts'
import { objectsIn } from '../adapters/inventory.ts'
import { expandAll } from '../flows/expand-all.ts'
import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import type { JsonObject } from '../model/json.ts'
import type { Migration } from '../model/migration.ts'
import { isProven } from '../model/migration.ts'
import { migrate } from '../stages/migrate.ts'
import { yamlStream } from '../stages/render/yaml.ts'
import { findingsJson, json } from '../stages/report/json.ts'
import { migrationText } from '../stages/report/migration.ts'
import { chooseEnvironments } from './choose.ts'
import { configurationIn } from './configuration.ts'
import { desiredStateIn } from './desired-state.ts'
import { givenFile } from './given.ts'
import { inventoryOf } from './plan/look-around.ts'
import { printBesides } from './print-findings.ts'
import type { Call, CommandDefinition } from './register.ts'
import { HUB_OPTIONS } from './source.ts'

export const migrateCommand: CommandDefinition = {
  usage: 'migrate <what> [files...]',
  summary: 'placements: from PlacementRule to Placement, proved over the clusters of the hub; changes nothing there',
  words: ['placements'],
  options: [
    ['--inventory <where>', 'the clusters to prove it with: hub, or a file of ManagedClusters', ['hub']],
    ['--into <dir>', 'with files: write 1-add.yaml and 2-remove.yaml there, for the two pull requests'],
    ...HUB_OPTIONS,
  ],
  examples: [
    ['isthmus migrate placements --inventory hub', 'the placements that this repository renders'],
    [
      'isthmus migrate placements old.yaml --inventory clusters.yaml --into out',
      'PlacementRules and bindings of anybody',
    ],
  ],
  exitTwo: 'something is not certain, or not the same before and after; or a finding of severity error',
  isConfigured: true,
  async run(call) {
    const { io, common, args, options } = call
    const [what, ...rest] = args
    if (what !== 'placements')
      throw new Failure('usage/migrate', `there is no migration of ${what ?? 'nothing'}`, {
        hint: 'it is `placements`',
      })
    const files = rest.filter((each) => each !== undefined)
    const { hub } = await configurationIn(common.directory)
    if (options.inventory === 'hub' && files.length === 0) assertOneHub(hub, common.environment)
    const inventory = await inventoryOf(call, hub, common.environment ?? '')
    if (!inventory)
      throw new Failure('usage/no-inventory', '--inventory is missing: a migration is proved over real clusters', {
        hint: 'use --inventory hub, or a file from `kubectl get managedclusters,managedclustersets -o yaml`',
      })
    const objects = files.length > 0 ? await placementsIn(files, common.directory) : await renderedObjects(call)
    if (!objects) return 2
    const migration = migrate(objects, inventory)
    if (typeof options.into === 'string') await writeSteps(resolve(common.directory, options.into), migration)
    const ways = files.length > 0 ? 'files' : 'rendered'
    io.out(common.output === 'json' ? json(migration) : migrationText(migration, ways, io.palette))
    return isProven(migration) ? 0 : 2
  },
}

/** A migration is proved over the clusters of one hub. */
function assertOneHub({ environments }: Configuration['hub'], environment: string | undefined): void {
  if (environment !== undefined || Object.keys(environments).length === 0) return
  throw new Failure('usage/several-hubs', 'isthmus.yaml names several hubs, and a migration is proved over one', {
    hint: 'name an environment with --environment',
  })
}

async function placementsIn(files: readonly string[], directory: string): Promise<readonly JsonObject[]> {
  const given = files.map((shown) => ({ path: resolve(directory, shown), shown }))
  const read = await Promise.all(
    given.map((each) => givenFile(each, 'migrate/unreadable', 'name a YAML or JSON file with placements')),
  )
  return read.flatMap((each) => objectsIn(each, 'migrate'))
}

/** What the working tree renders; undefined where it has errors, which are printed. */
async function renderedObjects({ io, common }: Call): Promise<readonly JsonObject[] | undefined> {
  const read = await desiredStateIn(common.directory, io)
  const expanded = expandAll(read, components, common.environment, undefined, io.progress)
  const isRefused = hasErrors(expanded.findings)
  if (common.output !== 'json') printBesides(io, expanded.findings, read.files, common.verbose)
  else if (isRefused) io.out(findingsJson(expanded.findings))
  if (isRefused) return undefined
  return chooseEnvironments(expanded, common.environment).flatMap(({ plan }) =>
    [...plan.support, ...plan.bindings].map((each) => each.object),
  )
}

/** Nothing is overwritten. What goes is named, so that `kubectl delete -f` takes it. */
async function writeSteps(folder: string, { added, removed }: Migration): Promise<void> {
  await createFolder(folder)
  const named = removed.map(({ apiVersion = '', kind = '', metadata = {} }): JsonObject => {
    const { name = '', namespace = '' } = metadata as JsonObject
    return { apiVersion, kind, metadata: { name, namespace } }
  })
  await createFile(folder, '1-add.yaml', yamlStream(added))
  await createFile(folder, '2-remove.yaml', yamlStream(named))
}
