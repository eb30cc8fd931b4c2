import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { textAt } from '../../model/json.ts'
import { isDnsLabel } from '../../model/names.ts'
import type { Classified } from './classify.ts'
import { KINDS } from './kinds.ts'

const STATE = /^(?:environments|placements)\//
const FORGOTTEN: readonly string[] = ['environment/unplaced-component', 'policy/unplaced']
/** A placement that names what is not there means something that is. */
const MISNAMED: readonly string[] = ['placement/unknown-environment', 'placement/unknown-policy']

/** Names of all environments, also of those that are not valid or were refused. */
export function namesOfEnvironments({ ofKind, refused }: Classified): readonly string[] {
  return [...ofKind('Environment'), ...refused.filter(mayBeEnvironment)].map(nameOf).filter((name) => name !== '')
}

/** Folders of policies/ of which a file was not read. */
export function foldersOf(unread: readonly string[]): ReadonlySet<string> {
  return new Set(unread.flatMap((each) => /^policies\/([^/]+)\/./.exec(each)?.[1] ?? []))
}

/**
 * Findings that hold whatever the documents say that were refused, and the files (`unread`) that gave none: what may stand
 * in them is not called absent or forgotten.
 */
export function undoubted(
  findings: readonly Finding[],
  { ofKind, refused }: Classified,
  validPlacements: number,
  unread: readonly string[],
): readonly Finding[] {
  const isUnread = unread.some((each) => STATE.test(each))
  const environments = [...ofKind('Environment'), ...refused.filter(mayBeEnvironment)]
  const hidesEnvironment = isUnread || environments.some((each) => !isDnsLabel(nameOf(each)))
  const hidesPlacement =
    isUnread ||
    refused.some(mayBePlacement) ||
    validPlacements < ofKind('PolicyPlacement').length ||
    findings.some((each) => MISNAMED.includes(each.rule))
  return findings.filter(({ rule }) => {
    if (FORGOTTEN.includes(rule)) return !hidesPlacement
    return !hidesEnvironment || !(rule === 'environment/none' || rule.endsWith('/unknown-environment'))
  })
}

function nameOf({ value }: LoadedDocument): string {
  return textAt(value, 'metadata', 'name') ?? ''
}

function mayBeEnvironment({ kind, file }: LoadedDocument): boolean {
  return kind === 'Environment' || (!KINDS.has(kind) && file.startsWith('environments/'))
}

function mayBePlacement({ kind, file }: LoadedDocument): boolean {
  return kind === 'PolicyPlacement' || (!KINDS.has(kind) && STATE.test(file))
}
