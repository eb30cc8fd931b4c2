import { expect, test } from 'vitest'
import { deliveredObjects } from '../../../../engine/commands/demo/clusters.ts'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { readRendered } from '../../../../engine/stages/read-rendered.ts'
import { render } from '../../../../engine/stages/render.ts'
import { components } from '../../../../policies/index.ts'
import { aRepository, DEFINITION } from '../../stages/validate/a-repository.ts'

const HEADER = 'apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\n'
const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: page, namespace: shop }
data: { greeting: 'hello {{ name }} {{hub x hub}}' }
`

test('braces that are data reach the clusters as they were written', () => {
  const files = aRepository({
    'placements/gdw.yaml': `${HEADER}metadata: { name: own }\nspec: { environment: gdw, policies: [page], clusters: { all: true } }\n`,
    'policies/page/policy.yaml': DEFINITION,
    'policies/page/page.yaml': MANIFEST,
  }).map((each) => ({ ...each, text: each.text.replace('    vault: { replicas: 5 }\n', '') }))
  const { environments } = expandAll({ files, findings: [] }, components)
  const [plan] = environments.map((each) => each.plan)
  const written = plan ? [...render(plan, '0.0.0')] : []
  const { rendered } = readRendered('gdw', new Map(written.map(([file, text]) => [`rendered/gdw/${file}`, text])))
  const objects = deliveredObjects(rendered, 'cluster1', '2026-11-23T12:00:00Z')
  expect(objects).toMatchObject([{ data: { greeting: 'hello {{ name }} {{hub x hub}}' } }])
})
