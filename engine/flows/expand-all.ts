import type { Component } from '../model/component.ts'
import type { DesiredState, LoadedDocument, Sourced, SourceFile } from '../model/document.ts'
import type { Environment } from '../model/environment.ts'
import type { ExpandInput } from '../model/expansion.ts'
import { located } from '../model/expansion.ts'
import type { Finding, Place } from '../model/finding.ts'
import { hasErrors, sortFindings } from '../model/finding.ts'
import type { GeneratorFiles } from '../model/generator-files.ts'
import { hubOf } from '../model/hub-of.ts'
import type { Plan } from '../model/plan.ts'
import type { Progress } from '../model/progress.ts'
import type { StretchedPlatform } from '../model/stretched.ts'
import type { Origin } from '../model/traced.ts'
import { checkNamesAcross } from '../stages/check/names-across.ts'
import { checkObjectsAcross } from '../stages/check/objects-across.ts'
import { once } from '../stages/check/once.ts'
import type { PolicyFinding } from '../stages/check/placed.ts'
import { check } from '../stages/check.ts'
import { checkCatalog } from '../stages/check-catalog.ts'
import { authoredDraft } from '../stages/expand/authored.ts'
import { expand } from '../stages/expand.ts'
import { explainValue } from '../stages/explain.ts'
import type { Kustomized } from '../stages/kustomize.ts'
import { kustomize } from '../stages/kustomize.ts'
import { load } from '../stages/load.ts'
import { validate } from '../stages/validate.ts'
import { checkPause, checkWaysOut } from '../stages/ways-out.ts'
import { checkMeanwhile } from './check-meanwhile.ts'
import { withoutConsequences } from './expand-all/consequences.ts'
import { generateFolders } from './generate-folders.ts'
import { platformInput, platformRequest } from './platform-input.ts'

/** Files as read, with what was wrong in reading them. */
export interface ReadFiles {
  readonly files: readonly SourceFile[]
  readonly findings: readonly Finding[]
}

export interface ExpandedEnvironment {
  readonly name: string
  readonly document: LoadedDocument
  readonly plan: Plan
  /** Its quorums and global names, for the simulation. */
  readonly stretched: StretchedPlatform
}

/** Everything that a repository's files say, with every finding; no environments where a finding is an error. */
export interface Expanded {
  readonly documents: readonly LoadedDocument[]
  readonly desired: DesiredState
  readonly findings: readonly Finding[]
  /** Names of all environments, also of those that were not asked for. */
  readonly names: readonly string[]
  readonly environments: readonly ExpandedEnvironment[]
}

/** What a set of files says, whoever asks; environments as they are asked for. */
interface Understood {
  readonly components: readonly Component[]
  readonly kustomized: Kustomized
  readonly loaded: ReturnType<typeof load>
  readonly validated: ReturnType<typeof validate>
  readonly expanded: Map<Sourced<Environment>, ReturnType<typeof expandOne>>
}

// It only remembers what its key says anyway: a server asks the same commit again at every look, for each environment.
const UNDERSTOOD = new WeakMap<readonly SourceFile[], Understood>()

function understood(read: ReadFiles, components: readonly Component[]): Understood {
  const { files } = read
  const known = UNDERSTOOD.get(files)
  if (known?.components === components) return known
  const kustomized = kustomize(files)
  const loaded = load(kustomized.files)
  const validated = validate(loaded.documents, components, unreadIn(read, loaded))
  const made = { components, kustomized, loaded, validated, expanded: new Map() }
  UNDERSTOOD.set(files, made)
  return made
}

/**
 * load → validate → expand → check over all environments of a repository, or the one that is named. `now` (RFC 3339) adds
 * what has run out by then; it changes no plan.
 */
export function expandAll(
  read: ReadFiles,
  components: readonly Component[],
  only?: string,
  now?: string,
  progress?: Progress,
): Expanded {
  const { kustomized, loaded, validated, expanded } = understood(read, components)
  const found = { kustomize: kustomized.findings, load: loaded.findings, validate: validated.findings }
  const before = [...read.findings, ...withoutConsequences(found)]
  const { desired } = validated
  const names = desired.environments.map((each) => each.value.metadata.name)
  const chosen = desired.environments.filter((each) => only === undefined || each.value.metadata.name === only)
  if (hasErrors(before)) {
    const findings = sortFindings([...before, ...checkMeanwhile(chosen, before, desired.catalog, components)])
    return { documents: loaded.documents, desired, findings, names, environments: [] }
  }
  const results = chosen.map((environment, i) => {
    progress?.step(i, chosen.length, `expanding ${environment.value.metadata.name}`)
    const known = expanded.get(environment)
    const result = known ?? expandOne(environment, desired, components, loaded.documents, kustomized.entries)
    expanded.set(environment, result)
    return result
  })
  progress?.step(chosen.length, chosen.length, '')
  const environments = results.map((each) => each.environment)
  const after = [
    ...once(results.flatMap((each) => each.findings)),
    ...environments.flatMap((each) => checkWaysOut(each.plan, temporaryOf(desired), now)),
    ...(now === undefined ? [] : chosen.flatMap((each) => checkPause(each, now))),
    ...checkCatalog(desired.catalog, environments),
    ...onOneHub(environments, desired).flatMap((plans) => acrossFindings(plans, placeIn(loaded.documents))),
  ]
  return { documents: loaded.documents, desired, findings: sortFindings([...before, ...after]), names, environments }
}

/** Files of which nothing is known but that they are there. */
function unreadIn({ findings }: ReadFiles, loaded: ReturnType<typeof load>): readonly string[] {
  const read = new Set(loaded.documents.map((each) => each.file))
  return [...findings, ...loaded.findings]
    .filter(({ file, severity }) => severity === 'error' && !read.has(file))
    .map((each) => each.file)
}

/** The plans of each hub. */
function onOneHub(
  environments: readonly ExpandedEnvironment[],
  { configuration }: DesiredState,
): readonly (readonly Plan[])[] {
  const hub = configuration?.value.hub ?? { environments: {} }
  const plans = new Map<string, Plan[]>()
  for (const { name, plan } of environments) {
    const context = hubOf(hub, name)
    plans.set(context, [...(plans.get(context) ?? []), plan])
  }
  return [...plans.values()]
}

/** What environments that share a hub do to each other there. */
function acrossFindings(plans: readonly Plan[], locate: (origin: Origin) => Place | undefined): readonly Finding[] {
  return [...checkNamesAcross(plans, locate), ...checkObjectsAcross(plans, locate)]
}

function temporaryOf({ overrides = [], exceptions = [] }: DesiredState) {
  return [...overrides, ...exceptions]
}

function expandOne(
  environment: Sourced<Environment>,
  desired: DesiredState,
  components: readonly Component[],
  documents: readonly LoadedDocument[],
  entries: GeneratorFiles,
): { environment: ExpandedEnvironment; findings: readonly PolicyFinding[] } {
  const name = environment.value.metadata.name
  const generated = generateFolders(environment.value, desired, documents, entries)
  const input: ExpandInput = {
    ...platformInput(environment, desired.catalog, components),
    placements: desired.placements.filter((each) => each.value.spec.environment === name).map(located),
    authored: desired.authored.flatMap((folder) => authoredDraft(folder, located(environment)) ?? []),
    generated: generated.folders,
    overrides: (desired.overrides ?? []).filter((each) => each.value.spec.environment === name).map(located),
  }
  const plan = expand(input)
  const request = platformRequest(input, environment.document)
  const findings = check({
    ...request,
    input,
    plan,
    locateOrigin: placeIn(documents),
    locateValue: ({ planned, pointer }) => explainValue(planned, pointer, documents)[0],
  })
  return {
    environment: { name, document: environment.document, plan, stretched: request.stretched },
    findings: [...generated.findings, ...findings],
  }
}

/** Where a value stands in the files as read. */
function placeIn(documents: readonly LoadedDocument[]): (origin: Origin) => Place | undefined {
  return ({ file, document, pointer }) =>
    documents.find((each) => each.file === file && each.index === document)?.locate(pointer)
}
