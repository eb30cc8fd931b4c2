import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf } from '../../adapters/files/stage.ts'
import { createFolder } from '../../adapters/files.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, identityOf, keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { Rendered } from '../../model/rendered.ts'
import { printLiterals } from '../../stages/compare/literals.ts'
import { parseYaml, yamlText } from '../../stages/render/yaml.ts'
import { appliedBy } from './managed-fields.ts'

const CONTROLLER = 'config-policy-controller'

/** What RHACM would make of the merged policies on one cluster: their objects, as the controller writes them. */
export function deliveredObjects(rendered: Rendered, cluster: string, time: string): readonly JsonObject[] {
  const objects = new Map<string, JsonObject>()
  const selected: { readonly selector: Json; readonly object: JsonObject }[] = []
  for (const policy of rendered.policies.filter((each) => each.clusters.includes(cluster))) {
    for (const template of listAt(policy.object, 'spec', 'policy-templates')) {
      for (const { object, selector } of delivered(isObject(template) ? template.objectDefinition : undefined)) {
        const id = identityOf(keyOf(object))
        if (selector !== undefined) selected.push({ selector, object })
        else objects.set(id, merge(objects.get(id) ?? {}, object) as JsonObject)
      }
    }
  }
  for (const [id, object] of objects) {
    const wanted = selected.filter((each) => isSelected(object, each.object, each.selector))
    objects.set(id, wanted.reduce<Json>((all, each) => merge(all, each.object), object) as JsonObject)
  }
  return [...objects.values()].map((each) => appliedBy(CONTROLLER, time, each))
}

/** Desired objects, and what health looks for: in the demo the platform is well. A person's one-time steps stay open. */
interface Delivered {
  readonly object: JsonObject
  readonly selector: Json | undefined
}

function delivered(template: Json | undefined): readonly Delivered[] {
  const role = textAt(template, 'metadata', 'annotations', ANNOTATION.role)
  if (role === 'action' || textAt(template, 'kind') !== 'ConfigurationPolicy') return []
  return listAt(template, 'spec', 'object-templates').flatMap((each, i) => {
    // Braces that are data arrive as such: RHACM's template engine prints them.
    const object = printLiterals(at(each, 'objectDefinition') ?? null)
    if (!isObject(object) || textAt(each, 'complianceType') === 'mustnothave') return []
    const selector = at(each, 'objectSelector')
    return [
      {
        selector,
        object: selector === undefined ? named(object, `${textAt(template, 'metadata', 'name')}-${i}`) : object,
      },
    ]
  })
}

/** Labels only: the shipped policies select by nothing else. */
function isSelected(object: JsonObject, wanted: JsonObject, selector: Json): boolean {
  const labels = Object.entries((at(selector, 'matchLabels') as JsonObject | undefined) ?? {})
  const namespace = textAt(wanted, 'metadata', 'namespace')
  const isPlace =
    object.kind === wanted.kind && (namespace === undefined || textAt(object, 'metadata', 'namespace') === namespace)
  return isPlace && labels.every(([key, value]) => at(object, 'metadata', 'labels', key) === value)
}

/** Health that asks for any object of a kind gets one. */
function named(object: JsonObject, name: string): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  return metadata.name === undefined ? { ...object, metadata: { ...metadata, name } } : object
}

function merge(a: Json, b: Json): Json {
  if (!isObject(a) || !isObject(b)) return b
  return {
    ...a,
    ...Object.fromEntries(
      Object.entries(b).map(([key, value]): [string, Json] => [
        key,
        Object.hasOwn(a, key) ? merge(a[key] ?? null, value) : value,
      ]),
    ),
  }
}

/** Clusters as folders of YAML, one file an object. */
export async function writeCluster(root: string, cluster: string, objects: readonly JsonObject[]): Promise<void> {
  const folder = join(root, cluster)
  await createFolder(folder)
  for (const object of objects)
    await writeFile(objectPath(root, cluster, object), yamlText(object)).catch((cause: unknown) => {
      throw failureOf(folder, cause)
    })
}

export async function editObject(
  root: string,
  cluster: string,
  named: string,
  edit: (object: JsonObject) => JsonObject,
): Promise<void> {
  const path = join(root, cluster, fileName(named))
  const object = parseYaml(await readFile(path, 'utf8'))
  if (!isObject(object)) throw new Error(`${path} holds no object`)
  await writeFile(path, yamlText(edit(object)))
}

/** A cluster that nobody can reach leaves no folder. */
export async function unplugCluster(root: string, cluster: string): Promise<void> {
  await rm(join(root, cluster), { recursive: true, force: true })
}

function objectPath(root: string, cluster: string, object: JsonObject): string {
  return join(root, cluster, fileName(describeKey(keyOf(object))))
}

function fileName(described: string): string {
  return `${described.replaceAll(/[^A-Za-z0-9.-]+/g, '_')}.yaml`
}
