import { readFileSync } from 'node:fs'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import type { RunbookResult } from '../../../../engine/flows/runbook.ts'
import { writeRunbook } from '../../../../engine/flows/runbook.ts'
import type { SourceFile } from '../../../../engine/model/document.ts'
import type { Repository } from '../../../../engine/model/git.ts'
import type { Plan } from '../../../../engine/model/plan.ts'
import type { RegionChangeKind, Runbook } from '../../../../engine/model/runbook.ts'
import { render } from '../../../../engine/stages/render.ts'
import { components } from '../../../../policies/index.ts'

const ENVIRONMENT = readFileSync('environments/gdw.yaml', 'utf8')
const PLACEMENTS = readFileSync('placements/gdw.yaml', 'utf8')
const LAST = '      network: { pods: 10.136.0.0/14, services: 172.30.0.0/16, machines: 10.2.0.0/16 }\n'
const FOURTH = `    - name: cluster4
      cloud: aws
      region: eu-west-1
      zones: [eu-west-1a, eu-west-1b, eu-west-1c]
      network: { pods: 10.140.0.0/14, services: 172.31.0.0/16, machines: 10.3.0.0/16 }
`

/** The reference, its writers in the second cluster, as people would have moved them before the first one leaves. */
export const THREE = ENVIRONMENT.replaceAll('replicasPerCluster: 3', 'replicasPerCluster: 3\n      primary: cluster2')
export const FOUR = THREE.replace(LAST, `${LAST}${FOURTH}`)
export const WITHOUT_FIRST = FOUR.replace(/ {4}- name: cluster1\n(?: {6}.*\n)+/, '')

export function filesOf(environment: string): readonly SourceFile[] {
  return [
    { path: 'environments/gdw.yaml', text: environment },
    { path: 'placements/gdw.yaml', text: PLACEMENTS },
  ]
}

export function planOf(environment: string): Plan {
  const { environments, findings } = expandAll({ files: filesOf(environment), findings: [] }, components)
  const [only] = environments
  if (!only) throw new Error(findings.map((each) => each.message).join('; '))
  return only.plan
}

/** A repository in which this is merged, to be read only. */
export function merged(environment: string, plan: Plan = planOf(environment)): Repository {
  const refuse = async () => {
    throw new Error('a runbook writes nothing')
  }
  const rendered = new Map([...render(plan, '1')].map(([file, text]) => [`rendered/gdw/${file}`, text]))
  return {
    defaultBranch: 'main',
    resolve: async () => 'c0ffee',
    heads: refuse,
    mergeBase: async () => undefined,
    readTree: async (_, folder) => (folder === 'rendered' ? rendered : new Map<string, string>()),
    listTree: async (_, folder) => (folder === 'rendered' ? [...rendered.keys()] : []),
    messageOf: refuse,
    sizeOf: refuse,
    changedFiles: refuse,
    pushBranch: refuse,
    appendOrphan: refuse,
    deleteBranch: refuse,
    fetchHead: refuse,
    commitOnTop: refuse,
  }
}

export async function ask(
  kind: RegionChangeKind,
  word: string,
  repository: Repository,
  sources: string,
): Promise<RunbookResult> {
  return await writeRunbook({
    repository,
    read: { files: filesOf(sources), findings: [] },
    components,
    kind,
    word,
    environment: undefined,
    since: undefined,
    source: undefined,
    version: '1',
    now: '2026-03-04T05:06:07Z',
  })
}

export async function runbookFor(...asked: Parameters<typeof ask>): Promise<Runbook> {
  const { runbook, findings } = await ask(...asked)
  if (!runbook) throw new Error(findings.map((each) => each.message).join('; '))
  return runbook
}
