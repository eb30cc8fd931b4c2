import type { Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import type { LabelSelector } from '../../model/selection.ts'
import { labelsOf, selectClusters } from '../../model/selection.ts'
import { suggestion } from '../../model/suggest.ts'
import { shown } from './words.ts'

const FORMS = ['all', 'hub', 'names', 'selector'] as const
const AT = '/spec/clusters'

/** Rules over the clusters that one placement means. */
export function checkSelection(
  { value, document }: Sourced<PolicyPlacement>,
  environment: Environment,
): readonly Finding[] {
  const selection = value.spec.clusters
  const forms = FORMS.filter((form) => selection[form] !== undefined)
  if (forms.length > 1) {
    const [first, second] = forms
    const message = `\`${first}\` and \`${second}\` exclude one another`
    return [
      finding(
        'placement/selection-combined',
        document.locate(`${AT}/${second}`, 'key'),
        message,
        'keep one; write a placement of its own for the other',
      ),
    ]
  }
  const names = (selection.names ?? []).flatMap((name, i) => checkName(name, i, { value, document }, environment))
  const values = selection.selector ? checkExpressions(selection.selector, document) : []
  if (names.length > 0 || values.length > 0 || selectClusters(environment, selection).length > 0)
    return [...names, ...values]
  return [
    finding(
      'placement/selects-nothing',
      document.locate(`${AT}/${forms[0] ?? ''}`, 'key'),
      `this placement selects no cluster of environment \`${environment.metadata.name}\``,
      hintFor(environment, selection.selector),
    ),
  ]
}

function checkName(
  name: string,
  index: number,
  { value, document }: Sourced<PolicyPlacement>,
  environment: Environment,
): readonly Finding[] {
  const place = document.locate(`${AT}/names/${index}`)
  if (value.spec.clusters.names?.indexOf(name) !== index)
    return [
      finding(
        'placement/duplicate-cluster',
        place,
        `cluster ${shown(name, '')} is named twice`,
        'remove one',
        'warning',
      ),
    ]
  const known = environment.spec.clusters.map((each) => each.name)
  if (known.includes(name)) return []
  const message = `environment \`${environment.metadata.name}\` has no cluster ${shown(name, '')}`
  const hint =
    name === HUB_CLUSTER
      ? 'write `clusters: { hub: true }` for the hub'
      : suggestion(name, known, 'name a cluster of the environment')
  return [finding('placement/unknown-cluster', place, message, hint)]
}

/** In and NotIn need values, the others must not have any: RHACM would refuse the object. */
function checkExpressions(selector: LabelSelector, document: Sourced<PolicyPlacement>['document']): readonly Finding[] {
  return (selector.matchExpressions ?? []).flatMap(({ operator, values = [] }, i) => {
    const needsValues = operator === 'In' || operator === 'NotIn'
    if (needsValues === values.length > 0) return []
    const place = document.locate(`${AT}/selector/matchExpressions/${i}/values`, 'key')
    const message = needsValues ? `\`${operator}\` needs \`values\`` : `\`${operator}\` takes no \`values\``
    return [finding('placement/selector-values', place, message, needsValues ? 'add `values: [...]`' : 'remove them')]
  })
}

/** What the labels that a selector asks for really are. */
function hintFor(environment: Environment, selector: LabelSelector | undefined): string {
  const keys = [
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map((each) => each.key),
  ]
  const labels = environment.spec.clusters.map((cluster) => labelsOf(environment, cluster))
  const known = [...new Set(labels.flatMap((each) => [...each.keys()]))]
  const unknown = keys.find((key) => !known.includes(key))
  if (unknown !== undefined)
    return `no cluster has the label ${shown(unknown, '')}; ${suggestion(unknown, known, 'remove it')}`
  const values = [...new Set(keys)].map((key) => {
    const present = [...new Set(labels.flatMap((each) => each.get(key) ?? []))]
    return `\`${key}\` is ${present.slice(0, 8).join(', ')}`
  })
  return values.length > 0 ? `on its clusters ${values.join('; ')}` : 'select at least one cluster'
}
