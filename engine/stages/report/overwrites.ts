import type { Drift } from '../../model/drift.ts'
import { describeKey } from '../../model/kube.ts'
import { visible } from '../../model/visible.ts'
import { code, plain } from './markdown.ts'
import { valuePair } from './value-pair.ts'

interface Overwritten {
  readonly environment: string
  readonly drifts: readonly Drift[]
  readonly unseen: readonly { readonly cluster: string; readonly reason: string }[]
  readonly notEvaluated: number
}

/** What enforcing would change at once, as `path: now → then`; for a terminal. */
export function overwritesText(overwrites: Overwritten): string {
  const lines = overwrites.drifts.flatMap((each) => [
    `  ! ${visible(describeKey(each.object))} on ${visible(each.clusters.join(', '))}: ${deed(each)} (${visible(each.policy)})`,
    ...each.fields.map(
      ({ pointer, path = pointer, desired, observed }) =>
        `      ${visible(path)}: ${valuePair(observed, desired).map(visible).join(' → ')}`,
    ),
  ])
  return [headline(overwrites), ...lines, ...rest(overwrites).map((each) => `  ? ${visible(each)}`), ''].join('\n')
}

/** The same for a pull request. */
export function overwritesMarkdown(overwrites: Overwritten): string {
  const lines = overwrites.drifts.flatMap((each) => [
    `- ${code(describeKey(each.object))} on ${each.clusters.map(code).join(', ')}: ${deed(each)}`,
    ...each.fields.map(
      ({ pointer, path = pointer, desired, observed }) =>
        `  - ${code(path)}: ${valuePair(observed, desired).map(code).join(' → ')}`,
    ),
  ])
  const unsure = rest(overwrites).map((each) => `- ${plain(each)}`)
  return [`### ${plain(headline(overwrites))}`, '', ...lines, ...unsure, ''].join('\n')
}

function headline({ environment, drifts }: Overwritten): string {
  const count = drifts.reduce((sum, each) => sum + each.clusters.length, 0)
  return `${environment}: enforcing would overwrite ${count === 0 ? 'nothing that was seen' : `${count} ${count === 1 ? 'object' : 'objects'} at once`}`
}

function deed({ change }: Drift): string {
  if (change === 'missing') return 'would be created'
  return change === 'unexpected' ? 'would be deleted' : 'would be overwritten'
}

function rest({ unseen, notEvaluated }: Overwritten): readonly string[] {
  return [
    ...unseen.map(({ cluster, reason }) => `${cluster} was not seen, so nothing is known of it: ${reason}`),
    ...(notEvaluated > 0 ? [`${notEvaluated} templates cannot be evaluated by this source`] : []),
  ]
}
