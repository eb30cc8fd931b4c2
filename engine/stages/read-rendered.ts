import { loadAll } from 'js-yaml'
import type { Json, JsonObject } from '../model/json.ts'
import { at, isObject, listAt, textAt } from '../model/json.ts'
import { ANNOTATION } from '../model/labels.ts'
import type { Plan } from '../model/plan.ts'
import type { Rendered, RenderedPolicy } from '../model/rendered.ts'
import { INDEX_FILE, renderedFolder } from '../model/rendered.ts'
import { hashesIn, readIndex } from '../model/rendered-index.ts'
import { recordedTopology } from '../model/topology/recorded.ts'
import { nodeLimitOf, walkable } from '../model/walkable.ts'

/**
 * Reads `rendered/<environment>/` back: `files` by path from the repository root. What a policy is placed on comes from
 * the folder's index. Files that do not parse are bugs of whoever edited them by hand and are reported by name; so is an
 * index that is missing beside policies.
 */
export function readRendered(
  environment: string,
  files: ReadonlyMap<string, string>,
): { rendered: Rendered; unreadable: readonly string[] } {
  const folder = `${renderedFolder(environment)}/`
  const unreadable: string[] = []
  const index = readIndex(files.get(folder + INDEX_FILE))
  const objects = [...files].flatMap(([file, text]): readonly { file: string; object: JsonObject }[] => {
    if (!file.startsWith(folder) || !file.endsWith('.yaml') || file.endsWith('/kustomization.yaml')) return []
    try {
      const documents = loadAll(text) as Json[]
      const read = walkable(documents, nodeLimitOf(text))
      if (read.length < documents.length) unreadable.push(file)
      return read.filter(isObject).map((object) => ({ file, object }))
    } catch {
      unreadable.push(file)
      return []
    }
  })
  const policies = objects
    .filter(({ object }) => object.kind === 'Policy')
    .map(({ file, object }) => policyOf(file, object, index))
  if (lacksIndex(files.get(folder + INDEX_FILE), policies.length)) unreadable.push(folder + INDEX_FILE)
  const topology = recordedTopology(at(index, 'topology'))
  const rendered: Rendered = {
    environment,
    ...(topology === undefined ? {} : { topology }),
    version: textAt(index, 'version') ?? '',
    clusters: listAt(index, 'clusters').map((each) => ({
      name: textAt(each, 'name') ?? '',
      cloud: textAt(each, 'cloud') ?? '',
      region: textAt(each, 'region') ?? '',
    })),
    policies,
    others: objects.filter(({ object }) => object.kind !== 'Policy').map(({ object }) => object),
  }
  return { rendered, unreadable }
}

/** Without it nobody knows which clusters the policies go to; a folder of somebody else needs none. */
function lacksIndex(text: string | undefined, policies: number): boolean {
  if (text === undefined) return policies > 0
  return textAt(readIndex(text), 'version') === undefined
}

/** The same form for a plan that is not written yet. */
export function renderedOf(plan: Plan): Rendered {
  const environment = plan.environment.metadata.name
  return {
    environment,
    version: '',
    topology: plan.topology,
    clusters: [...plan.environment.spec.clusters, ...(plan.leaving ?? [])].map(({ name, cloud, region }) => ({
      name,
      cloud,
      region,
    })),
    policies: plan.policies.map(({ name, component, stateful, clusters, object }) => ({
      name,
      component,
      stateful,
      clusters,
      object,
      file: `${renderedFolder(environment)}/${name}.yaml`,
    })),
    others: [...plan.support, ...plan.bindings].map((each) => each.object),
  }
}

/** Files in an output folder that its index does not name: somebody else's. `files` by path from the repository root. */
export function foreignFiles(files: ReadonlyMap<string, string>, folder: string): readonly string[] {
  const index = readIndex(files.get(`${folder}/${INDEX_FILE}`))
  const own = new Set([INDEX_FILE, ...hashesIn(index).keys()])
  return [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && !own.has(path.slice(folder.length + 1)))
}

function policyOf(file: string, object: JsonObject, index: Json): RenderedPolicy {
  const name = textAt(object, 'metadata', 'name') ?? ''
  const entry = listAt(index, 'policies').find((each) => textAt(each, 'name') === name)
  return {
    name,
    component: textAt(object, 'metadata', 'labels', ANNOTATION.component) ?? '',
    stateful: textAt(object, 'metadata', 'labels', ANNOTATION.stateful) === 'true',
    clusters: listAt(entry, 'clusters').filter((each) => typeof each === 'string'),
    object,
    file,
  }
}
