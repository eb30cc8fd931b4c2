import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from './cluster.ts'
import type { Platform } from './platform.ts'
import type { Rendered } from './rendered.ts'
import { isthmus } from './rendered.ts'

export interface Verdict {
  readonly compliant: string
  /** Template names without the policy's, with what the engine says of each. */
  readonly templates: ReadonlyMap<string, string>
  readonly text: string
}

/** What `isthmus evaluate` says of a policy on the objects that the cluster has now. */
export async function evaluate(rendered: Rendered, policy: string, cluster: Cluster): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-judge-'))
  try {
    const roles = ['desired', 'health', 'action', 'fact']
    const wanted = roles.flatMap((role) => rendered.objects(policy, role))
    // A namespaceSelector of a policy reads the namespaces, too.
    const kinds = new Set([
      'v1 Namespace',
      ...wanted.map(({ object }) => `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`),
    ])
    for (const [index, each] of [...kinds].entries()) {
      const [apiVersion = '', kind = ''] = each.split(' ')
      const items = await cluster.list(apiVersion, kind)
      writeFileSync(join(folder, `${index}.json`), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    }
    const args = ['evaluate', rendered.file(policy), '--cluster', folder, '--output', 'json']
    const verdict = JSON.parse(await isthmus(args)) as JsonObject
    const names = wanted.length === 0 ? [] : rendered.templates(policy)
    const said = listAt(verdict, 'templates').map((each) => textAt(each, 'compliant') ?? '')
    return {
      compliant: textAt(verdict, 'compliant') ?? '',
      templates: new Map(names.map((name, index) => [name, said[index] ?? ''])),
      text: JSON.stringify(verdict, null, 2),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes the expanded folder the merged desired state: `drift` reads `rendered/` of the default branch. */
export function merge(rendered: Rendered): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: rendered.folder, stdio: 'ignore' })
  git('init', '--initial-branch=main')
  git('add', '--all')
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--message', 'Merge the desired state')
}

export interface Report {
  readonly drifts: readonly Json[]
  readonly unhealthy: readonly Json[]
  readonly actions: readonly Json[]
  readonly text: string
}

/** What `isthmus drift --from contexts` says of the whole platform, read as its admin. */
export async function drift(rendered: Rendered, platform: Platform): Promise<Report> {
  const args = ['drift', '-C', rendered.folder, '--from', 'contexts', '--kubeconfig', platform.kubeconfig]
  const report = JSON.parse(await isthmus([...args, '--environment', 'gdw', '--output', 'json'])) as JsonObject
  return {
    drifts: listAt(report, 'drifts'),
    unhealthy: listAt(report, 'unhealthy'),
    actions: listAt(report, 'actions'),
    text: JSON.stringify(report, null, 2),
  }
}
