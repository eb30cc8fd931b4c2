import type { AuthoredSpec, ManifestOptions } from '../../../model/authored-policy.ts'
import type { LoadedDocument } from '../../../model/document.ts'
import { isUnder } from '../../../model/manifest-kind.ts'

/** What holds for one manifest: its own entry's options over those of the policy. */
export type Options = Omit<ManifestOptions, 'path'>

/** A manifest with the options that hold for it, and the position of its entry in `spec.manifests`; those without one come last. */
export interface Configured {
  readonly manifest: LoadedDocument
  readonly options: Options
  readonly entry: number
}

const PER_MANIFEST = [
  'severity',
  'evaluationInterval',
  'complianceType',
  'metadataComplianceType',
  'namespaceSelector',
  'objectSelector',
  'pruneObjectBehavior',
  'recordDiff',
  'recreateOption',
  'customMessage',
  'ignorePending',
  'extraDependencies',
  'templates',
] as const

/** The manifests of a folder in the order of their entries, then by path. Maps and lists are replaced, not merged. */
export function configured(manifests: readonly LoadedDocument[], spec: AuthoredSpec): readonly Configured[] {
  const entries = spec.manifests ?? []
  const policy = Object.fromEntries(PER_MANIFEST.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]]])))
  return manifests
    .map((manifest) => {
      const entry = entries.findIndex((each) => isUnder(manifest.file, each.path))
      const { path: _, ...own } = entries[entry] ?? { path: '' }
      return { manifest, options: { ...(policy as Options), ...own }, entry: entry < 0 ? entries.length : entry }
    })
    .sort((a, b) => a.entry - b.entry)
}
