import { resolve } from 'node:path'
import { inventoryIn, inventoryOn } from '../../adapters/inventory.ts'
import type { Expanded } from '../../flows/expand-all.ts'
import type { Overwrites } from '../../flows/overwrites.ts'
import { overwritesOf } from '../../flows/overwrites.ts'
import type { SelectedEnvironment } from '../../flows/select.ts'
import { selectAll } from '../../flows/select.ts'
import type { ChangePlan } from '../../model/change-plan.ts'
import type { Finding } from '../../model/finding.ts'
import type { Inventory } from '../../model/inventory.ts'
import { renderedOf } from '../../stages/read-rendered.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { json } from '../../stages/report/json.ts'
import { junit } from '../../stages/report/junit.ts'
import { findingsSarif } from '../../stages/report/sarif.ts'
import { DEFAULTS } from '../configuration.ts'
import { givenFile } from '../given.ts'
import { packageVersion } from '../package.ts'
import { redactionKeyFor } from '../redaction-key.ts'
import type { Call } from '../register.ts'
import { openHub, sourceFrom } from '../source.ts'

export interface LookedAround {
  readonly findings: readonly Finding[]
  /** Absent where it was not asked for. */
  readonly selections?: readonly SelectedEnvironment[]
  readonly overwrites?: readonly Overwrites[]
}

/** What a plan says of the world outside the repository, as far as it was asked for: reach, and what enforcing overwrites. */
export async function lookAround(call: Call, expanded: Expanded, plans: readonly ChangePlan[]): Promise<LookedAround> {
  const inventory = await inventoryOf(call)
  const reached = inventory && selectAll(expanded, expanded.environments, inventory)
  const overwrites = typeof call.options.from === 'string' ? await overwritten(call, expanded, plans) : undefined
  return {
    findings: reached?.findings ?? [],
    ...(reached ? { selections: reached.selections } : {}),
    ...(overwrites ? { overwrites } : {}),
  }
}

/** The inventory that `--inventory` names; undefined where it names none. */
export async function inventoryOf({ io, common, options }: Call): Promise<Inventory | undefined> {
  const { inventory } = options
  if (typeof inventory !== 'string') return undefined
  if (inventory !== 'hub') {
    const given = { path: resolve(common.directory, inventory), shown: inventory }
    return inventoryIn(await givenFile(given, 'inventory/unreadable', 'name a YAML or JSON file'))
  }
  return await inventoryOn(await openHub({ options, directory: common.directory, io }))
}

async function overwritten(
  { io, common, options }: Call,
  { desired, environments }: Expanded,
  plans: readonly ChangePlan[],
): Promise<readonly Overwrites[]> {
  const source = sourceFrom({ options, directory: common.directory, io })
  const redactionKey = await redactionKeyFor(desired.configuration?.value ?? DEFAULTS, io)
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
