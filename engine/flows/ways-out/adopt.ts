import type { SourceFile } from '../../model/document.ts'
import type { Drift } from '../../model/drift.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import type { Observation } from '../../model/observation.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { resolvePointer } from '../../model/pointer.ts'
import type { Origin } from '../../model/traced.ts'
import type { FileEdit, Refused } from '../../model/way-out.ts'
import type { SeenObjects } from '../../stages/adopt/instead.ts'
import { adoptVerdict } from '../../stages/adopt/verdict.ts'
import { adopt } from '../../stages/adopt.ts'
import { printLiterals } from '../../stages/compare/literals.ts'
import { mergeLists } from '../../stages/compare/merge.ts'
import { edit } from '../../stages/edit.ts'
import { explainOrigin } from '../../stages/explain.ts'
import type { Expanded } from '../expand-all.ts'
import type { Prepare, WayOutChange, WayOutInput } from './change.ts'
import { expandWith, withRendered } from './change.ts'

/** What was observed becomes the desired state, at the place that asked for the other value; shown by a new expansion. */
export const prepareAdopt: Prepare = (_, drift, input) => {
  const policies = policiesOf(input.expanded, input)
  const found = adopt({
    drift,
    policies,
    valueOf: (origin) => valueAt(input.expanded, origin),
    placeOf: (origin) => placeAt(input.expanded, origin),
    isDefault: (origin) => explainOrigin(origin, input.expanded.documents).isDefault,
    ...(input.observation ? { seen: seenObjects(drift, input.observation) } : {}),
  })
  if ('refused' in found) return found
  let outcome: WayOutChange | Refused = { refused: 'there is no line to edit' }
  // A narrower place is tried only because the first reaches further: what it lacks is the better reason.
  for (const { edits } of found.candidates) {
    outcome = tryEdits(edits, drift, policies, input)
    if (!('refused' in outcome)) break
  }
  return outcome
}

function seenObjects({ object }: Drift, { clusters }: Observation): SeenObjects {
  const isIt = (each: JsonObject) => identityOf(keyOf(each)) === identityOf(object)
  return {
    objectOn: (cluster) => {
      const seen = clusters.find((each) => each.cluster === cluster)
      return seen?.state === 'seen' ? seen.objects.find(isIt) : undefined
    },
    // What RHACM leaves behind the desired items when it lays them over a list.
    unasked: (desired, observed) => mergeLists(desired.map(printLiterals), observed, false).value.slice(desired.length),
  }
}

function tryEdits(
  edits: readonly FileEdit[],
  drift: Drift,
  before: readonly PlannedPolicy[],
  input: WayOutInput,
): WayOutChange | Refused {
  const write = new Map<string, string>()
  for (const { file, document, operation } of edits) {
    const text = write.get(file) ?? textOf(input.merged.sources, file)
    if (text === undefined) return { refused: `${file} is not in the repository` }
    const edited = edit(text, document, [operation])
    if ('refused' in edited) return { refused: `${file}${operation.pointer} cannot be edited: ${edited.refused}` }
    write.set(file, edited.text)
  }
  const expanded = expandWith(write, input)
  if ('refused' in expanded) return expanded
  const also = input.report.drifts.filter((each) => each.fingerprint !== drift.fingerprint)
  const refused = adoptVerdict(drift, { before, after: policiesOf(expanded, input) }, also)
  return refused === undefined ? withRendered(write, expanded, input) : { refused }
}

function policiesOf(expanded: Expanded, { report }: WayOutInput): readonly PlannedPolicy[] {
  return expanded.environments.find((each) => each.name === report.environment)?.plan.policies ?? []
}

function textOf(sources: readonly SourceFile[], path: string): string | undefined {
  return sources.find((each) => each.path === path)?.text
}

/** What stands there, with the defaults of its kind. */
function valueAt({ desired, documents }: Expanded, { file, document, pointer }: Origin): Json | undefined {
  const sourced = [...desired.environments, ...desired.placements].find(
    (each) => each.document.file === file && each.document.index === document,
  )
  const raw = documents.find((each) => each.file === file && each.index === document)
  const value = (sourced?.value as unknown as Json | undefined) ?? raw?.value
  return resolvePointer(value, pointer)
}

function placeAt({ documents }: Expanded, origin: Origin): string {
  const { file, line, isDefault } = explainOrigin(origin, documents)
  return isDefault ? `the default of ${origin.pointer}` : `${file}:${line}`
}
