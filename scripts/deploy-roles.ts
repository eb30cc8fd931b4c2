/**
 * `npm run docs`: the Roles of deploy/, made of what the engine reads (engine/model/needed-rights.ts) over the reference and the
 * examples, so that what is granted and what is read cannot part.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dump } from 'js-yaml'
import { expandAll } from '../engine/flows/expand-all.ts'
import type { NeededRight } from '../engine/model/needed-rights.ts'
import { hubRights, leaseRights, VIEW_RIGHTS } from '../engine/model/needed-rights.ts'
import type { Rendered } from '../engine/model/rendered.ts'
import { renderedOf } from '../engine/stages/read-rendered.ts'
import { components } from '../policies/index.ts'

const root = join(import.meta.dirname, '..')
const NAMESPACE = 'isthmus'
const RBAC = 'rbac.authorization.k8s.io'
const SUBJECT = { kind: 'ServiceAccount', name: 'isthmus', namespace: NAMESPACE }
const HEAD = '# Made by `npm run docs` from engine/model/needed-rights.ts, which `isthmus doctor` asks for as well.\n'

/** Environments of the reference and of every example, as they are, and with Placements, policy sets and templates. */
export function platforms(): readonly Rendered[] {
  const examples = readdirSync(join(root, 'docs/examples'), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  )
  return [root, ...examples.map((each) => join(root, 'docs/examples', each.name))].flatMap((folder) =>
    [false, true].flatMap((isNew) => renderedIn(folder, isNew)),
  )
}

function renderedIn(folder: string, isNew: boolean): readonly Rendered[] {
  const files = ['environments', 'placements'].flatMap((kind) =>
    readdirSync(join(folder, kind)).map((file) => {
      const text = readFileSync(join(folder, kind, file), 'utf8')
      const lines = kind === 'placements' ? ['api: Placement', 'policySet: {}'] : ['rendering: templated']
      const missing = lines.filter((line) => !new RegExp(`^ {2}${line.split(':')[0]}:`, 'm').test(text))
      const added = ['spec:', ...missing].join('\n  ')
      return { path: `${kind}/${file}`, text: isNew ? text.replace(/^spec:/gm, added) : text }
    }),
  )
  return expandAll({ files, findings: [] }, components).environments.map((each) => renderedOf(each.plan))
}

/** The rules for rights, one a set of verbs and group, sorted. */
export function rulesFor(rights: readonly NeededRight[]) {
  const grouped = new Map<string, Set<string>>()
  for (const { group, resource, verbs } of rights) {
    const key = `${group}|${verbs.join(' ')}`
    grouped.set(key, (grouped.get(key) ?? new Set()).add(resource))
  }
  return [...grouped].sort().map(([key, resources]) => {
    const [group = '', verbs = ''] = key.split('|')
    return { apiGroups: [group], resources: [...resources].sort(), verbs: verbs.split(' ') }
  })
}

const role = (kind: 'Role' | 'ClusterRole', name: string, rules: readonly object[], namespace?: string) => ({
  ...{ apiVersion: `${RBAC}/v1`, kind, metadata: namespace === undefined ? { name } : { name, namespace }, rules },
})
const binding = (kind: 'Role' | 'ClusterRole', name: string, namespace?: string) => ({
  apiVersion: `${RBAC}/v1`,
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: namespace === undefined ? { name } : { name, namespace },
  roleRef: { apiGroup: RBAC, kind, name },
  subjects: [SUBJECT],
})
const yaml = (objects: readonly object[]) =>
  `${HEAD}${objects.map((each) => dump(each, { lineWidth: -1, noRefs: true })).join('---\n')}`

/** Paths below deploy/ and their text. */
export function roleFiles(): ReadonlyMap<string, string> {
  const all = platforms().map((each) => ({ rights: hubRights(each), own: hubNamespaceOf(each) }))
  const rights = all.flatMap((each) => each.rights)
  const wide = rights.filter((each) => each.namespace === '' && each.names.length === 0)
  const inside = all.flatMap((each) =>
    each.rights.filter((right) => right.namespace !== '' && right.namespace === each.own),
  )
  const hub = 'isthmus-gdw'
  const named = rights.filter((each) => each.names.includes(hub) && each.resource === 'namespaces')
  const only = rulesFor(named).map((each) => ({ ...each, resourceNames: [hub] }))
  const base = [
    role('ClusterRole', 'isthmus-hub', rulesFor(wide)),
    binding('ClusterRole', 'isthmus-hub'),
    // Bound in each hub namespace, and nowhere else.
    role('ClusterRole', 'isthmus-hub-namespace', rulesFor(inside)),
    role('Role', 'isthmus-lease', rulesFor(leaseRights(NAMESPACE)), NAMESPACE),
    binding('Role', 'isthmus-lease', NAMESPACE),
  ]
  const overlay = [
    binding('ClusterRole', 'isthmus-hub-namespace', hub),
    role('ClusterRole', `isthmus-namespace-${hub}`, only),
    binding('ClusterRole', `isthmus-namespace-${hub}`),
  ]
  const views = [role('ClusterRole', 'isthmus-views', rulesFor(VIEW_RIGHTS)), binding('ClusterRole', 'isthmus-views')]
  return new Map([
    ['base/rbac.yaml', yaml(base)],
    ['overlays/reference/hub-namespace.yaml', yaml(overlay)],
    ['components/views/rbac.yaml', yaml(views)],
  ])
}

function hubNamespaceOf({ others }: Rendered): string {
  const found = others.find((each) => each.kind === 'Namespace')?.metadata
  return String((found as { readonly name?: string } | undefined)?.name ?? '')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of roleFiles()) writeFileSync(join(root, 'deploy', path), text)
}
