import type { LoadedDocument } from '../../model/document.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { resolvePointer } from '../../model/pointer.ts'

/** Collects findings about a generator file by pointer. */
export type Report = (rule: string, pointer: string, message: string, hint: string, severity?: Severity) => void

/** What a policy inherits is reported where it is said, and once, however many inherit it. */
export function reportInto(findings: Finding[], document: LoadedDocument): Report {
  return (rule, pointer, message, hint, severity = 'error') => {
    const said = saidAt(document.value, pointer)
    const found = finding(rule, document.locate(said), message, hint, severity)
    const isSame = (each: Finding) =>
      each.rule === rule && each.line === found.line && each.column === found.column && said !== pointer
    if (!findings.some(isSame)) findings.push(found)
  }
}

/** The levels above an option: a manifest's policy, a policy's defaults. */
const ABOVE: readonly (readonly [level: RegExp, above: string])[] = [
  [/^(\/policies\/\d+)\/manifests\/\d+(?=\/)/, '$1'],
  [/^\/policies\/\d+(?=\/)/, '/policyDefaults'],
  [/^\/policySets\/\d+(?=\/)/, '/policySetDefaults'],
]

function saidAt(document: Json, pointer: string): string {
  if (pointer.endsWith('/name') || resolvePointer(document, pointer) !== undefined) return pointer
  const [level, above] = ABOVE.find(([each]) => each.test(pointer)) ?? []
  if (level === undefined || above === undefined) return pointer
  const higher = saidAt(document, pointer.replace(level, above))
  return resolvePointer(document, higher) === undefined ? pointer : higher
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** RFC 1123 subdomain: what most Kubernetes objects may be called. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && SUBDOMAIN.test(name)
}

export const NAME_HINT = 'use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit'
