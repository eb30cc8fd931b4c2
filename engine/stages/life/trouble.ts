import type { PolicySeverity } from '../../model/component.ts'
import type { ClusterState, Condition, DriftReport } from '../../model/drift.ts'

/** What lies beside drift and is one incident: everything undelivered, everything unhealthy of one component, every refused login. */
export interface Trouble {
  readonly key: string
  readonly kind: 'undelivered' | 'unhealthy' | 'refused'
  readonly component: string
  readonly severity: PolicySeverity
  readonly conditions: readonly Condition[]
}

export function troublesIn({ undelivered, unhealthy, clusters }: DriftReport): readonly Trouble[] {
  const components = [...new Set(unhealthy.map((each) => each.component))]
  const found: readonly Omit<Trouble, 'severity'>[] = [
    { key: 'undelivered', kind: 'undelivered', component: '', conditions: undelivered },
    { key: 'refused', kind: 'refused', component: '', conditions: clusters.flatMap(refusal) },
    ...components.map((component) => {
      const conditions = unhealthy.filter((each) => each.component === component)
      return { key: `unhealthy ${component}`, kind: 'unhealthy' as const, component, conditions }
    }),
  ]
  return found
    .filter((each) => each.conditions.length > 0)
    .map((each) => ({ ...each, severity: worstOf(each.conditions) }))
}

const SEVERITIES: readonly PolicySeverity[] = ['critical', 'high', 'medium', 'low']

function worstOf(conditions: readonly Condition[]): PolicySeverity {
  return SEVERITIES.find((severity) => conditions.some((each) => (each.severity ?? 'high') === severity)) ?? 'high'
}

function refusal({ name, refused }: ClusterState): readonly Condition[] {
  return refused === undefined
    ? []
    : [{ policy: '', component: '', cluster: name, template: 'login', message: refused }]
}
