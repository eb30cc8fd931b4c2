import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import type { ImportReport, SeenCluster } from '../model/imported.ts'
import type { Json } from '../model/json.ts'
import { identityOf, keyOf } from '../model/kube.ts'
import type { Observation } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Account } from './import/account.ts'
import { account, coverageOf } from './import/account.ts'
import type { Fitted } from './import/fit-components.ts'
import { fitComponents } from './import/fit-components.ts'
import type { ParseYaml } from './import/install-config.ts'
import type { Authored, InScope } from './import/leftovers.ts'
import { authoredNames, authorPolicies, inScope } from './import/leftovers.ts'
import { onlyOf } from './import/members.ts'
import { mistakesIn } from './import/mistakes.ts'
import { errorNotes, observationNotes } from './import/notes.ts'
import { observedQuorums } from './import/quorums.ts'
import type { Survey } from './import/survey.ts'
import { survey } from './import/survey.ts'
import { factTables } from './import/tables.ts'
import type { Compare, Trial } from './import/trial.ts'
import { placedTemplates } from './import/trial.ts'
import { unseenRows } from './import/unseen.ts'
import { writeFiles } from './import/write.ts'

export interface ImportStateInput {
  readonly observation: Observation
  readonly components: readonly Component[]
  readonly wanted: string | undefined
  readonly parseYaml: ParseYaml
  readonly yaml: (value: Json) => string
  /** load, validate, expand and check over files. */
  readonly render: (files: readonly SourceFile[]) => Trial
  readonly compare: Compare
}

/**
 * The desired state that describes a running platform, and the first day's report: components where they reproduce what
 * runs, authored policies for the rest, and every field that neither accounts for.
 */
export function importState(input: ImportStateInput): { files: readonly SourceFile[]; report: ImportReport } {
  const { observation, components, compare } = input
  const asked = observation.clusters.map((each) => each.cluster)
  const everything = seenIn(observation)
  const surveyed = survey(everything, { asked, wanted: input.wanted, parseYaml: input.parseYaml })
  const { name, clusters: members, notes } = surveyed
  const seen = onlyOf(members, everything)
  const write = { name, folders: [], members, notes, yaml: input.yaml }
  const fitted = fitComponents({
    environment: surveyed.environment,
    components,
    seen,
    compare,
    render: (environment) =>
      input.render(writeFiles({ ...write, environment, used: componentNames(environment, components) })),
  })
  const byComponent = coverageOf(placedTemplates(fitted.trial.policies, seen), compare)
  const scope = inScope(seen, members, byComponent)
  const authored = authorPolicies({
    scope,
    seen,
    members,
    compare,
    render: input.render,
    write: (folders) => writeFiles({ ...write, environment: fitted.environment, used: fitted.used, folders }),
  })
  const own = authoredNames(authored.folders)
  const policies = authored.trial.policies.filter((each) => own.has(each.component))
  const accounted = account(scope.objects, byComponent, coverageOf(placedTemplates(policies, seen), compare))
  return {
    // What is not valid helps nobody: the report says why.
    files: authored.trial.environment === undefined ? [] : authored.files,
    report: reportOf({ input, seen, surveyed, fitted, authored, scope, accounted }),
  }
}

/** What a source says of the hub beside its objects counts as the hub's. */
function seenIn(observation: Observation): readonly SeenCluster[] {
  const seen = observation.clusters.flatMap((each) =>
    each.state === 'seen' ? [{ name: each.cluster, objects: each.objects, observedAt: each.observedAt }] : [],
  )
  const reported = observation.hub?.objects ?? []
  if (reported.length === 0) return seen
  const hub = seen.find((each) => each.name === HUB_CLUSTER)?.objects ?? []
  const known = new Set(hub.map((each) => identityOf(keyOf(each))))
  const objects = [...hub, ...reported.filter((each) => !known.has(identityOf(keyOf(each))))]
  return [...seen.filter((each) => each.name !== HUB_CLUSTER), { name: HUB_CLUSTER, objects }]
}

function componentNames(environment: Json, components: readonly Component[]): readonly string[] {
  const text = JSON.parse(JSON.stringify(environment)) as { spec: { components: Record<string, unknown> } }
  return components.map((each) => each.name).filter((each) => Object.hasOwn(text.spec.components, each))
}

interface Findings {
  readonly input: ImportStateInput
  readonly seen: readonly SeenCluster[]
  readonly surveyed: Survey
  readonly fitted: Fitted
  readonly authored: Authored
  readonly scope: InScope
  readonly accounted: Account
}

function reportOf({ input, seen, surveyed, fitted, authored, scope, accounted }: Findings): ImportReport {
  const { observation, parseYaml } = input
  const platform = {
    seen,
    members: surveyed.clusters,
    partial: partialIn(observation),
    environment: fitted.environment,
    parseYaml,
    observedAt: observation.observedAt,
  }
  const mistakes = mistakesIn(platform)
  return {
    environment: surveyed.name,
    observedAt: oldestOf(seen, observation.observedAt),
    source: observation.source,
    clusters: observation.clusters.map((each) => ({
      name: each.cluster,
      state: each.state,
      objects: each.state === 'seen' ? each.objects.length : 0,
    })),
    components: fitted.used,
    rejected: fitted.rejected,
    policies: authored.folders.map((each) => ({ name: each.name, objects: each.manifests.size })),
    notes: [
      ...observationNotes(ofInterest(observation, surveyed), scope.outside),
      ...surveyed.notes,
      ...errorNotes(authored.trial),
    ],
    mistakes,
    quorums: observedQuorums(platform),
    tables: factTables(platform),
    ...accounted,
    unseen: unseenRows(mistakes),
  }
}

/** Clusters that are left out are said to be; what of them could not be seen is nobody's question. */
function ofInterest(observation: Observation, { clusters }: Survey): Observation {
  const isWanted = (cluster: string) => cluster === HUB_CLUSTER || clusters.includes(cluster)
  return { ...observation, clusters: observation.clusters.filter((each) => isWanted(each.cluster)) }
}

/** A cluster that was not seen whole may hold more than it shows. */
function partialIn(observation: Observation): readonly string[] {
  return observation.clusters.flatMap((each) => {
    if (each.state !== 'seen') return []
    const isPartial = each.problems.length > 0 || each.shortfalls?.some(({ kind }) => kind === 'StatefulSet') === true
    return isPartial ? [each.cluster] : []
  })
}

/** A report is as old as the oldest snapshot in it. */
function oldestOf(seen: readonly SeenCluster[], observedAt: string): string {
  return seen.reduce(
    (oldest, each) => (each.observedAt && each.observedAt < oldest ? each.observedAt : oldest),
    observedAt,
  )
}
