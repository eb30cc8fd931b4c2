import { authoredPolicySchema } from '../model/authored-policy.ts'
import { catalogSchema } from '../model/catalog.ts'
import type { Component } from '../model/component.ts'
import { configurationSchema } from '../model/configuration.ts'
import type { DesiredState, LoadedDocument, Sourced } from '../model/document.ts'
import { exceptionSchema } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import { overrideSchema } from '../model/override.ts'
import { policyPlacementSchema } from '../model/policy-placement.ts'
import { checkAuthored } from './validate/authored.ts'
import type { Classified } from './validate/classify.ts'
import { classify } from './validate/classify.ts'
import { checkConfiguration, checkNamedEnvironments } from './validate/configuration.ts'
import { conforming, conformingEnvironments } from './validate/conforming.ts'
import { foldersOf, namesOfEnvironments, undoubted } from './validate/doubtful.ts'
import { checkEnvironments } from './validate/environments.ts'
import { checkTemporary } from './validate/exceptions.ts'
import { checkUnplacedFolders, gatherFolders } from './validate/folders.ts'
import { KINDS } from './validate/kinds.ts'
import { checkPlacements, checkUnplacedComponents } from './validate/placements.ts'
import { checkPolicyTemplates } from './validate/policy-templates.ts'
import { findSecretValues } from './validate/secret-values.ts'
import { checkValues } from './validate/values.ts'

export interface Validated {
  readonly desired: DesiredState
  readonly findings: readonly Finding[]
}

/**
 * Documents by their schemas, with defaults, and every rule that spans documents; all findings at once. What is not
 * valid is left out of the desired state, but not reported again by those that refer to it; nor is what may stand in the
 * files that could not be read (`unread`).
 */
export function validate(
  documents: readonly LoadedDocument[],
  components: readonly Component[],
  unread: readonly string[] = [],
): Validated {
  const classified = classify(documents)
  const read = conformAll(classified, components)
  const bySchema = [...classified.findings, ...read.findings]
  const own = [...KINDS.keys()].flatMap(classified.ofKind)
  const findings = [
    ...bySchema,
    ...own.flatMap((each) => findSecretValues(each, bySchema)),
    ...checkPresence(classified),
    ...[read.configurations.valid, read.catalogs.valid].flatMap(checkSingle),
    ...read.configurations.valid.flatMap(checkConfiguration),
    ...checkEnvironments(read.environments.outlined, components),
    ...checkReferences(read, classified, components, unread),
  ]
  return {
    desired: desiredOf(read),
    findings: undoubted(findings, classified, read.placements.valid.length, unread),
  }
}

function conformAll({ ofKind, manifests }: Classified, components: readonly Component[]) {
  const environments = conformingEnvironments(ofKind('Environment'), components)
  const placements = conforming(policyPlacementSchema, ofKind('PolicyPlacement'))
  const configurations = conforming(configurationSchema, ofKind('Configuration'))
  const catalogs = conforming(catalogSchema, ofKind('Catalog'))
  const definitions = conforming(authoredPolicySchema, ofKind('AuthoredPolicy'))
  const overrides = conforming(overrideSchema, ofKind('Override'))
  const exceptions = conforming(exceptionSchema, ofKind('Exception'))
  const authored = gatherFolders([...ofKind('AuthoredPolicy'), ...manifests], definitions.valid, components)
  const all = [environments, placements, configurations, catalogs, definitions, overrides, exceptions, authored]
  return {
    environments,
    placements,
    configurations,
    catalogs,
    overrides,
    exceptions,
    authored,
    findings: all.flatMap((each) => each.findings),
  }
}

type Read = ReturnType<typeof conformAll>

function desiredOf(read: Read): DesiredState {
  const { environments, placements, authored, overrides, exceptions } = read
  const [configuration] = read.configurations.valid
  const [catalog] = read.catalogs.valid
  return {
    environments: environments.valid,
    placements: placements.valid,
    authored: authored.folders,
    overrides: overrides.valid,
    exceptions: exceptions.valid,
    ...(configuration && { configuration }),
    ...(catalog && { catalog }),
  }
}

function checkReferences(
  read: Read,
  classified: Classified,
  components: readonly Component[],
  unread: readonly string[],
): readonly Finding[] {
  const placements = read.placements.valid
  const { folders, defined } = read.authored
  const named = namesOfEnvironments(classified)
  const hidden = foldersOf(unread)
  const context = { environments: read.environments.outlined, named, components, folders, defined, hidden }
  const temporary = [...read.overrides.valid, ...read.exceptions.valid]
  const placed = new Set(placements.flatMap((each) => each.value.spec.policies))
  return [
    ...checkPlacements(placements, context),
    ...checkTemporary(temporary, read.environments.outlined, named),
    ...folders.flatMap(checkAuthored),
    ...folders.flatMap(checkPolicyTemplates),
    ...read.configurations.valid.flatMap((each) => checkNamedEnvironments(each, named)),
    ...checkValues({ folders, environments: read.environments.outlined, placements, hidden }),
    ...checkUnplacedComponents(placements, context),
    ...checkUnplacedFolders(folders, placed),
  ]
}

/** Where something in environments/ was refused, that finding is the one to mend. */
function checkPresence({ ofKind, findings }: Classified): readonly Finding[] {
  if (ofKind('Environment').length > 0 || findings.some((each) => each.file.startsWith('environments/'))) return []
  const hint = 'write environments/<name>.yaml, or run `isthmus init` for one to start from'
  return [finding('environment/none', { file: 'environments/', line: 1, column: 1 }, 'there is no environment', hint)]
}

function checkSingle(documents: readonly Sourced<unknown>[]): readonly Finding[] {
  return documents.slice(1).map(({ document }) => {
    const message = `${document.file} holds a second ${document.kind}`
    return finding('document/second', document.locate('/kind'), message, 'merge it into the first')
  })
}
