import type { ChangePlan } from '../../model/change-plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Palette } from '../../stages/report/text.ts'

/** Policies and objects of each component, in a few lines. */
export function componentTable(plan: ChangePlan): string {
  const names = [...new Set(plan.policies.map((each) => each.component))]
  return names
    .map((name) => {
      const mine = plan.policies.filter((each) => each.component === name)
      const objects = mine.reduce((sum, each) => sum + each.objectsAdded.length * Math.max(1, each.clusters.length), 0)
      return `  ${name.padEnd(14)} ${String(mine.length).padStart(3)} policies, ${String(objects).padStart(4)} objects on ${[...new Set(mine.flatMap((each) => each.clusters))].join(', ')}`
    })
    .join('\n')
}

/** The platform as a picture in text: the name, the clusters, what is stretched over them. */
export function topology(rendered: Rendered, paint: Palette): string {
  const width = 24
  const centred = (text: string) => text.padStart(Math.floor((width + text.length) / 2)).padEnd(width)
  const stretched = [...new Set(rendered.policies.filter((each) => each.stateful).map((each) => each.component))]
  const total = rendered.clusters.length * width
  const bar = (text: string) =>
    `[${` ${text} `.padStart(Math.floor((total - 2 + text.length + 2) / 2), '=').padEnd(total - 2, '=')}]`
  return [
    rendered.clusters.map((each) => paint.bold(centred(each.region))).join(''),
    rendered.clusters.map((each) => centred(each.name)).join(''),
    bar('tunnel, one PKI, one global DNS name'),
    ...stretched.map((each) => bar(`one ${each} over all of them`)),
  ].join('\n')
}
