import { components } from '../../policies/index.ts'
import { readFolder, renderedNames, writeOwned } from '../adapters/files.ts'
import type { ExpandedEnvironment } from '../flows/expand-all.ts'
import { expandAll } from '../flows/expand-all.ts'
import { lastMayGo } from '../flows/taken-out.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import { INDEX_FILE, renderedFolder } from '../model/rendered.ts'
import { visibleLines } from '../model/visible.ts'
import type { Wave } from '../model/wave.ts'
import { yamlStream } from '../stages/render/yaml.ts'
import { isOtherVersion, openWave, render } from '../stages/render.ts'
import { json } from '../stages/report/json.ts'
import { chooseEnvironments } from './choose.ts'
import { desiredStateIn } from './desired-state.ts'
import type { CommonOptions, ExitCode } from './options.ts'
import { packageVersion } from './package.ts'
import { printBesides } from './print-findings.ts'
import type { Call } from './register.ts'

/** Writes `rendered/` of the chosen environments, compares it (`--check`), or prints all objects (`--stdout`). */
export async function expandEnvironments(call: Call): Promise<ExitCode> {
  const { io, common, options } = call
  const read = await desiredStateIn(common.directory, io)
  const expanded = expandAll(read, components, common.environment, undefined, io.progress)
  const findings = lastMayGo(expanded.findings, await renderedNames(common.directory))
  const isStream = options.stdout === true
  if (common.output === 'text') printBesides(io, findings, read.files, common.verbose)
  if (hasErrors(findings)) {
    if (common.output === 'json') io.out(json({ findings, ...(isStream ? { objects: [] } : { environments: [] }) }))
    return 2
  }
  const chosen = chooseEnvironments(expanded, common.environment)
  if (isStream) return printObjects(call, chosen, findings)
  const left = common.environment === undefined ? await leftIn(common, expanded.names) : []
  const wanted: readonly Wanted[] = [
    ...chosen.map(({ name, plan }) => ({ name, files: () => render(plan, packageVersion()) })),
    ...left.map((name) => ({ name, files: () => new Map() })),
  ]
  const bring = options.check === true ? compare : write
  const changes = []
  for (const each of wanted) changes.push(await bring(common, each.name, each.files()))
  if (common.output === 'json') io.out(json({ findings, environments: changes }))
  else if (!common.quiet)
    for (const each of changes) io.out(`${visibleLines(describe(each, options.check === true))}\n`)
  return options.check === true && changes.some((each) => each.written.length + each.removed.length > 0) ? 2 : 0
}

type Files = ReadonlyMap<string, string>

interface Wanted {
  readonly name: string
  /** Made when their turn comes: those of a fleet are large. */
  readonly files: () => Files
}

/** Environments that the sources no longer have: nothing is wanted of them. */
async function leftIn({ directory }: CommonOptions, names: readonly string[]): Promise<readonly string[]> {
  return (await renderedNames(directory)).filter((each) => !names.includes(each))
}

interface Changes {
  readonly environment: string
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
  /** The change on its way region by region that explains why not everything is there yet. */
  readonly wave?: Wave
}

async function write(common: CommonOptions, name: string, wanted: Files): Promise<Changes> {
  const result = await writeOwned(common.directory, renderedFolder(name), wanted)
  return { environment: name, ...result }
}

async function compare(common: CommonOptions, name: string, wanted: Files): Promise<Changes> {
  const present = await readFolder(common.directory, renderedFolder(name))
  const wave = openWave(present, wanted)
  if (wave) return { environment: name, written: [], removed: [], unchanged: present.size, wave }
  const differing = [...wanted].filter(([file, text]) => present.get(file) !== text).map(([file]) => file)
  // Another version that renders the same bytes asks for nothing.
  const written =
    differing.length === 1 && differing[0] === INDEX_FILE && isOtherVersion(present, wanted) ? [] : differing
  const removed = [...present.keys()].filter((file) => !wanted.has(file))
  return { environment: name, written, removed, unchanged: wanted.size - written.length }
}

function printObjects(
  { io, common }: Call,
  environments: readonly ExpandedEnvironment[],
  findings: readonly Finding[],
): ExitCode {
  const objects = environments.flatMap(({ plan }) =>
    [...plan.support, ...plan.policies, ...plan.bindings].map((each) => each.object),
  )
  io.out(common.output === 'json' ? json({ findings, objects }) : yamlStream(objects))
  return 0
}

function describe(changes: Changes, isCheck: boolean): string {
  const folder = renderedFolder(changes.environment)
  const stale = [...changes.written, ...changes.removed]
  if (changes.wave)
    return `${folder}: current as far as the open wave goes (${changes.wave.region}); still to come: ${changes.wave.next.join(', ')}`
  if (stale.length === 0) return `${folder}: current (${changes.unchanged} files)`
  if (!isCheck)
    return `${folder}: ${changes.written.length} written, ${changes.removed.length} removed, ${changes.unchanged} unchanged`
  const shown = stale.slice(0, 10).map((file) => `  ${file}`)
  const rest = stale.length > 10 ? [`  … and ${stale.length - 10} more`] : []
  return [`${folder}: not current; run \`isthmus expand\` and commit the result`, ...shown, ...rest].join('\n')
}
