import { resolve } from 'node:path'
import { inventoryIn, inventoryOn } from '../../adapters/inventory.ts'
import type { Expanded } from '../../flows/expand-all.ts'
import type { Overwrites } from '../../flows/overwrites.ts'
import { overwritesOf } from '../../flows/overwrites.ts'
import type { SelectedEnvironment } from '../../flows/select.ts'
import { selectAll } from '../../flows/select.ts'
import type { ChangePlan } from '../../model/change-plan.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Finding } from '../../model/finding.ts'
import type { Inventory } from '../../model/inventory.ts'
import { renderedOf } from '../../stages/read-rendered.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { json } from '../../stages/report/json.ts'
import { junit } from '../../stages/report/junit.ts'
import { findingsSarif } from '../../stages/report/sarif.ts'
import { clusterAccess, openHub } from '../cluster-access.ts'
import { DEFAULTS } from '../configuration.ts'
import { givenFile } from '../given.ts'
import { packageVersion } from '../package.ts'
import { redactionKeyFor } from '../redaction-key.ts'
import type { Call } from '../register.ts'
import { assertPlace, sourceFrom } from '../source.ts'

export interface LookedAround {
  readonly findings: readonly Finding[]
  /** Absent where it was not asked for. */
  readonly selections?: readonly SelectedEnvironment[]
  readonly overwrites?: readonly Overwrites[]
}

/** What a plan says of the world outside the repository, as far as it was asked for: reach, and what enforcing overwrites. */
export async function lookAround(call: Call, expanded: Expanded, plans: readonly ChangePlan[]): Promise<LookedAround> {
  const reached = await reachedOf(call, expanded)
  const overwrites = typeof call.options.from === 'string' ? await overwritten(call, expanded, plans) : undefined
  return {
    findings: reached?.findings ?? [],
    ...(reached ? { selections: reached.selections } : {}),
    ...(overwrites ? { overwrites } : {}),
  }
}

/** What the policies of each environment reach, of the clusters that its own hub has. */
async function reachedOf(call: Call, expanded: Expanded): Promise<ReturnType<typeof selectAll> | undefined> {
  const { hub } = expanded.desired.configuration?.value ?? DEFAULTS
  const { hubOf } = clusterAccess({ options: call.options, directory: call.common.directory, io: call.io, hub })
  const inventories = new Map<string, Inventory>()
  const reached: ReturnType<typeof selectAll>[] = []
  for (const environment of expanded.environments) {
    const id = hubOf(environment.name)
    const inventory = inventories.get(id) ?? (await inventoryOf(call, hub, environment.name))
    if (inventory === undefined) return undefined
    inventories.set(id, inventory)
    reached.push(selectAll(expanded, [environment], inventory))
  }
  return {
    selections: reached.flatMap((each) => each.selections),
    findings: reached.flatMap((each) => each.findings),
  }
}

/** The inventory that `--inventory` names, where it is a hub the environment's; undefined where it names none. */
export async function inventoryOf(
  { io, common, options }: Call,
  hub: Configuration['hub'],
  environment: string,
): Promise<Inventory | undefined> {
  const { inventory } = options
  if (typeof inventory !== 'string') return undefined
  if (inventory !== 'hub') {
    const given = { path: resolve(common.directory, inventory), shown: inventory }
    return inventoryIn(await givenFile(given, 'inventory/unreadable', 'name a YAML or JSON file'))
  }
  return await inventoryOn(await openHub({ options, directory: common.directory, io, hub }, environment))
}

async function overwritten(
  { io, common, options }: Call,
  { desired, environments }: Expanded,
  plans: readonly ChangePlan[],
): Promise<readonly Overwrites[]> {
  const configuration = desired.configuration?.value ?? DEFAULTS
  const request = { options, directory: common.directory, io, hub: configuration.hub }
  await assertPlace(request)
  const source = sourceFrom(request)
  const redactionKey = await redactionKeyFor(configuration, io)
  const found: Overwrites[] = []
  for (const change of plans) {
    const after = environments.find((each) => each.name === change.environment)
    const input = { source, parseYaml, redactionKey, now: io.now() }
    const overwrites = after && (await overwritesOf(change, renderedOf(after.plan), input))
    if (overwrites) found.push(overwrites)
  }
  return found
}

/** The plan for programs: JSON, SARIF or JUnit. */
export function printForPrograms(
  { io, common }: Call,
  answer: LookedAround & { readonly plans: readonly ChangePlan[] },
): void {
  const { findings, plans } = answer
  if (common.output === 'sarif') io.out(findingsSarif(findings, packageVersion(), plans))
  else if (common.output === 'junit') io.out(junit('isthmus plan', findings, plans))
  else io.out(json(answer))
}
