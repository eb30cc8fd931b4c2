import type { LoadedDocument } from '../../model/document.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'

/** Collects findings about a generator file by pointer. */
export type Report = (rule: string, pointer: string, message: string, hint: string, severity?: Severity) => void

export function reportInto(findings: Finding[], document: LoadedDocument): Report {
  return (rule, pointer, message, hint, severity = 'error') =>
    void findings.push(finding(rule, document.locate(pointer), message, hint, severity))
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** RFC 1123 subdomain: what most Kubernetes objects may be called. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && SUBDOMAIN.test(name)
}

export const NAME_HINT = 'use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit'
