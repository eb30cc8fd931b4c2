import type { GeneratorFiles } from '../../model/generator-files.ts'
import type { Json } from '../../model/json.ts'
import { isEqual } from '../../model/json.ts'
import { checkDependencies } from './check-dependencies.ts'
import { checkInterval } from './check-options.ts'
import type { Report } from './report.ts'
import type { Manifest, Policy } from './resolved.ts'

/** One ConfigurationPolicy cannot hold two values of these. */
const SHARED = [
  'evaluationInterval',
  'customMessage',
  'namespaceSelector',
  'pruneObjectBehavior',
  'remediationAction',
  'severity',
  'extraDependencies',
  'ignorePending',
] as const

export function checkManifest(manifest: Manifest, policy: Policy, files: GeneratorFiles, report: Report): void {
  const who = `policy \`${policy.name}\``
  checkPath(manifest.path, `${manifest.pointer}/path`, `manifest path`, who, files, report)
  if (manifest.openApiPath !== '')
    checkPath(manifest.openApiPath, `${manifest.pointer}/openapi/path`, 'openapi path', who, files, report)
  if (policy.consolidateManifests)
    for (const key of SHARED)
      if (!isEqual(manifest[key] as Json | undefined, policy[key] as Json | undefined))
        report(
          'generator/consolidated',
          `${manifest.pointer}/${key}`,
          `a manifest of ${who} has ${key} of its own while consolidateManifests is true`,
          'set consolidateManifests: false on the policy, or the same value on the policy',
        )
  checkInterval(manifest, policy, `a manifest of ${who}`, report)
  if (manifest.extraDependencies === policy.extraDependencies) return
  const own = manifest.extraDependencies ?? []
  if (policy.orderManifests && own.length > 0)
    report(
      'generator/order',
      `${manifest.pointer}/extraDependencies`,
      `a manifest of ${who} has extraDependencies while orderManifests is true`,
      'keep one of the two',
    )
  checkDependencies(own, `${manifest.pointer}/extraDependencies`, `extraDependencies of a manifest of ${who}`, report)
}

/** A path is there, below the folder of the generator file, and can be read. */
export function checkPath(
  path: string,
  pointer: string,
  what: string,
  who: string,
  files: GeneratorFiles,
  report: Report,
): void {
  if (path === '') {
    report('generator/no-path', pointer, `${what} is missing in ${who}`, 'add `path:` with a file or folder')
    return
  }
  const entry = files.get(path)
  if (entry === undefined)
    report(
      'generator/missing-path',
      pointer,
      `${what} \`${path}\` of ${who} is not there`,
      'paths are relative to the folder of this file',
    )
  else if (entry.kind === 'refused')
    report('generator/refused-path', pointer, `${what} \`${path}\` of ${who} ${entry.message}`, entry.hint)
}
