import type { GeneratorFiles } from '../../../../engine/model/generator-files.ts'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { listAt } from '../../../../engine/model/json.ts'
import type { PlacementApi } from '../../../../engine/model/placement-api.ts'
import { pathsOf } from '../../../../engine/stages/generate/paths.ts'
import { repositoryFiles } from '../../../../engine/stages/generate/repository-files.ts'
import type { Generated } from '../../../../engine/stages/generate.ts'
import { generate } from '../../../../engine/stages/generate.ts'
import { load } from '../../../../engine/stages/load.ts'

export const HEAD = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
`

/** A ConfigMap of this name, as a manifest. */
export function configMap(name: string, data = '{ k: v }'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: default }\ndata: ${data}\n`
}

/** Expands `gen/g.yaml` with this text; `files` are the texts below gen/. */
export function generated(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: { readonly api?: PlacementApi; readonly more?: GeneratorFiles } = {},
): Generated {
  const path = 'policies/gen/g.yaml'
  const [document] = load([{ path, text }]).documents
  if (!document) throw new Error('the generator file of this test is empty')
  const texts = new Map(Object.entries(files).map(([name, each]) => [`policies/gen/${name}`, each]))
  const found = repositoryFiles(path, pathsOf(document), texts)
  return generate(document, new Map([...found, ...(options.more ?? [])]), options.api)
}

/** One policy `p` with these lines of its own, in YAML flow style, over a.yaml. */
export function onePolicy(lines: string, defaults = ''): string {
  return `${HEAD}policyDefaults: { namespace: hub${defaults} }\npolicies:\n  - name: p\n${lines.replace(/^/gm, '    ')}\n`
}

export function templatesOf(result: Generated, policy = 0): readonly Json[] {
  return listAt(result.policies[policy], 'spec', 'policy-templates')
}

/** All wrapped objects of a policy, in order. */
export function objectsOf(result: Generated): readonly JsonObject[] {
  return templatesOf(result).flatMap((template) =>
    listAt(template, 'objectDefinition', 'spec', 'object-templates').map(
      (each) => (each as { objectDefinition: JsonObject }).objectDefinition,
    ),
  )
}
