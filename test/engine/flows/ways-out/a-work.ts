import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import type { WayOutInput } from '../../../../engine/flows/ways-out/change.ts'
import type { SourceFile } from '../../../../engine/model/document.ts'
import type { Drift, DriftReport } from '../../../../engine/model/drift.ts'
import { render } from '../../../../engine/stages/render.ts'
import type { Request } from '../../../../engine/stages/ways-out/requests.ts'
import { components } from '../../../../policies/index.ts'

const ROOT = join(import.meta.dirname, '../../../..')

export function reference(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** A repository in memory whose rendered/ is current, and a report with these drifts. */
export function aWork(files: Readonly<Record<string, string>>, drifts: readonly Drift[] = []): WayOutInput {
  const sources: readonly SourceFile[] = Object.entries(files).map(([path, text]) => ({ path, text }))
  const expanded = expandAll({ files: sources, findings: [] }, components)
  const [environment] = expanded.environments
  if (!environment) throw new Error(expanded.findings.map((each) => `${each.rule} ${each.message}`).join('\n'))
  const { name, plan } = environment
  const rendered = new Map([...render(plan, '1.0.0')].map(([file, text]) => [`rendered/${name}/${file}`, text]))
  const merged = { commit: 'c0ffee', sources, rendered, environments: [name] }
  return { merged, expanded, report: aReport(name, drifts), components, version: '1.0.0' }
}

export function aReport(environment: string, drifts: readonly Drift[]): DriftReport {
  return {
    environment,
    observedAt: '2026-03-04T12:00:00Z',
    source: 'directory clusters',
    summary: { inSync: 0, drifted: 0, reverted: 0, unknown: 0, pending: 0, notRolledOut: 0, error: 0 },
    clusters: [],
    drifts,
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
  }
}

/** A drift of Vault's replicas on the first cluster of the reference. */
export function aDrift(change: Partial<Drift> = {}): Drift {
  return {
    fingerprint: '0123456789abcdef',
    policy: 'vault-cluster1',
    template: 'gdw-vault-cluster1-statefulset',
    component: 'vault',
    clusters: ['cluster1'],
    object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
    change: 'different',
    fields: [{ pointer: '/spec/replicas', desired: 3, observed: 2 }],
    attribution: { manager: 'kubectl', operation: 'Update', time: null },
    severity: 'high',
    firstSeen: '2026-03-04T12:00:00Z',
    lastSeen: '2026-03-04T12:00:00Z',
    source: { file: 'environments/gdw.yaml', line: 33 },
    ...change,
  }
}

export function aRequest(change: Partial<Request> = {}): Request {
  return {
    way: 'adopt',
    fingerprint: '0123456789abcdef',
    by: 'Ada',
    at: '2026-03-04T12:00:00Z',
    where: 'tick on #2',
    askers: ['Ada'],
    ...change,
  }
}

/** Lines that a text loses and gains, in order. */
export function lineChanges(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  return [
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
  ]
}
