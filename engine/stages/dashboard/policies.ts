import type { PolicyTemplateView, PolicyView } from '../../model/dashboard.ts'
import type { ClusterState } from '../../model/drift.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import { keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import { redactValue } from '../../model/redact.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'

/** The merged policies with the objects that they carry and where they stand. */
export function policyViews({ policies }: Rendered, report: ExceptedReport): readonly PolicyView[] {
  const known = knownIn(report)
  return policies.map((policy) => ({
    name: policy.name,
    component: policy.component,
    stateful: policy.stateful,
    remediation: textAt(policy.object, 'spec', 'remediationAction') ?? 'set by each template',
    file: policy.file,
    clusters: policy.clusters.map((name) => stateOn(policy, name, known)),
    templates: listAt(policy.object, 'spec', 'policy-templates').map(templateView),
  }))
}

interface Known {
  readonly clusters: ReadonlyMap<string, ClusterState>
  /** By policy and cluster. */
  readonly policies: ReadonlyMap<string, NonNullable<ExceptedReport['policies']>[number]>
}

function knownIn({ clusters, policies = [] }: ExceptedReport): Known {
  return {
    clusters: new Map(clusters.map((each) => [each.name, each])),
    policies: new Map(policies.map((each) => [`${each.policy} ${each.cluster}`, each])),
  }
}

/** Only what is not in sync is in a report; a cluster that was not seen says nothing of any policy. */
function stateOn({ name }: RenderedPolicy, cluster: string, known: Known): PolicyView['clusters'][number] {
  const found = known.policies.get(`${name} ${cluster}`)
  const whole = known.clusters.get(cluster)
  const state = found?.state ?? (whole === undefined || whole.state === 'unknown' ? 'unknown' : 'inSync')
  const reason = found?.reason ?? (state === 'unknown' ? whole?.reason : undefined)
  return { name: cluster, state, ...(reason === undefined ? {} : { reason }) }
}

function templateView(template: Json): PolicyTemplateView {
  const definition = at(template, 'objectDefinition')
  return {
    name: textAt(definition, 'metadata', 'name') ?? '',
    kind: textAt(definition, 'kind') ?? '',
    role: textAt(definition, 'metadata', 'annotations', ANNOTATION.role) ?? 'desired',
    objects: listAt(definition, 'spec', 'object-templates').flatMap((each) => {
      const object = at(each, 'objectDefinition')
      if (object === undefined) return []
      const key = keyOf(object)
      const content = redactValue(key, '', object, { within: object })
      return [{ key, mustBe: textAt(each, 'complianceType') ?? 'musthave', content }]
    }),
  }
}
