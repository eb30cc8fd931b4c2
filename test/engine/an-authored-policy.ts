import { expandAll } from '../../engine/flows/expand-all.ts'
import type { Json } from '../../engine/model/json.ts'
import { at, listAt } from '../../engine/model/json.ts'
import type { PlannedPolicy } from '../../engine/model/plan.ts'
import type { Change } from './stages/validate/a-repository.ts'
import {
  aRepository,
  COMPONENTS,
  DEFINITION,
  ENVIRONMENT,
  PLACEMENT,
  pointedAt,
} from './stages/validate/a-repository.ts'

/** What a repository with one authored policy `mine` comes to. `spec` is YAML text; `environment` is added to the spec of gdw. */
export function withPolicy(
  spec: string,
  manifests: Readonly<Record<string, string>>,
  more: { readonly environment?: string; readonly placement?: string; readonly files?: Change } = {},
) {
  const inside = Object.entries(manifests).map(([path, text]) => [`policies/mine/${path}`, text] as const)
  const files = aRepository({
    'environments/gdw.yaml': ENVIRONMENT.replace('    vault: { replicas: 5 }\n', '').replace(
      '  components:\n',
      () => `${more.environment ?? ''}  components:\n`,
    ),
    'placements/gdw.yaml': PLACEMENT.replace('[tunnel, vault]', '[tunnel, mine]').replace(
      '{ all: true }',
      more.placement ?? '{ all: true }',
    ),
    'policies/mine/policy.yaml': `${DEFINITION}${spec === '' ? '' : `spec:\n${spec}`}`,
    ...Object.fromEntries(inside),
    ...more.files,
  })
  const { findings, environments } = expandAll({ files, findings: [] }, COMPONENTS)
  const policies = (environments[0]?.plan.policies ?? []).filter((each) => each.component === 'mine')
  return { findings, found: pointedAt(files, findings), policies, plan: environments[0]?.plan }
}

/** The policy templates of a Policy, as they are named, without what every one of them has. */
export function templatesOf(policy: PlannedPolicy | undefined): readonly Json[] {
  return listAt(policy?.object, 'spec', 'policy-templates')
}

export function definitionsOf(policy: PlannedPolicy | undefined): readonly Json[] {
  return templatesOf(policy).flatMap((template) =>
    listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap(
      (each) => at(each, 'objectDefinition') ?? [],
    ),
  )
}

export const MAP = (name: string, data = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: app }\ndata: ${data}\n`
