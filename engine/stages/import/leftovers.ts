import type { SourceFile } from '../../model/document.ts'
import type { SeenCluster } from '../../model/imported.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, listAt } from '../../model/json.ts'
import type { Accountable, Coverage } from './account.ts'
import { placeOf } from './account.ts'
import type { AuthoredFolder, Leftover } from './author.ts'
import { authorFolders } from './author.ts'
import { effectiveKey } from './find.ts'
import { manifestOf } from './manifest.ts'
import { areasOf } from './scope.ts'
import type { Compare, Trial } from './trial.ts'
import { placedTemplates } from './trial.ts'

const ROUNDS = 5

/** The objects of the platform on each cluster, and how many objects are none of its business. */
export interface InScope {
  readonly objects: readonly (Accountable & { readonly area: string })[]
  readonly outside: number
}

/** An object that a component speaks of belongs to the platform wherever it is. */
export function inScope(seen: readonly SeenCluster[], members: readonly string[], byComponent: Coverage): InScope {
  const sorted = seen.flatMap(({ name, objects }) => {
    const areas = areasOf(name, objects, members)
    return objects.map((object) => ({
      cluster: name,
      object,
      area: byComponent.has(placeOf(name, effectiveKey(object))) ? '' : areas(object),
    }))
  })
  const objects = sorted.flatMap(({ area, ...each }) => (area === undefined ? [] : [{ ...each, area }]))
  return { objects, outside: sorted.length - objects.length }
}

export interface AuthorInput {
  readonly scope: InScope
  readonly seen: readonly SeenCluster[]
  readonly members: readonly string[]
  readonly write: (folders: readonly AuthoredFolder[]) => readonly SourceFile[]
  readonly render: (files: readonly SourceFile[]) => Trial
  readonly compare: Compare
}

export interface Authored {
  readonly folders: readonly AuthoredFolder[]
  readonly files: readonly SourceFile[]
  readonly trial: Trial
}

/** Policies for what no component accounts for. Each is rendered and compared; what would not be compliant is left out and reported. */
export function authorPolicies(input: AuthorInput): Authored {
  let leftovers: readonly Leftover[] = input.scope.objects
    .filter((each) => each.area !== '')
    .map(({ cluster, area, object }) => leftoverOf(cluster, area, object))
  for (let round = 0; ; round += 1) {
    const folders = authorFolders(leftovers, input.members)
    const files = input.write(folders)
    const trial = input.render(files)
    const refused = refusedBy(trial, folders, input)
    if (refused.size === 0 || round >= ROUNDS) return { folders, files, trial }
    leftovers = leftovers.filter((each) => !refused.has(placeOf(each.cluster, effectiveKey(each.manifest))))
  }
}

/** A text with braces cannot be verified offline: it gets a policy of its own, so that the others can. */
function leftoverOf(cluster: string, area: string, object: JsonObject): Leftover {
  const manifest = manifestOf(object)
  return { cluster, manifest, area: JSON.stringify(manifest).includes('{{') ? `${area}-braces` : area }
}

function refusedBy(trial: Trial, folders: readonly AuthoredFolder[], input: AuthorInput): ReadonlySet<string> {
  const refused = new Set<string>()
  const names = new Map(folders.map((each) => [each.name, each]))
  for (const { file } of trial.errors) {
    const [, folder, name] = file.split('/')
    const found = names.get(folder ?? '')
    const manifest = found?.manifests.get(name ?? '')
    if (found && manifest) for (const cluster of found.clusters) refused.add(placeOf(cluster, effectiveKey(manifest)))
  }
  const authored = trial.policies.filter((each) => names.has(each.component))
  for (const { cluster, definition } of placedTemplates(authored, input.seen)) {
    const templates = listAt(definition, 'spec', 'object-templates')
    const verdict = input.compare(definition, cluster.objects)
    if (verdict.templates.length !== templates.length) continue
    for (const [i, each] of templates.entries()) {
      const object = isObject(each) ? each.objectDefinition : undefined
      if (isObject(object) && verdict.templates[i]?.compliant === 'NonCompliant')
        refused.add(placeOf(cluster.name, effectiveKey(object)))
    }
  }
  return refused
}

/** Policies of folders alone. */
export function authoredNames(folders: readonly AuthoredFolder[]): ReadonlySet<string> {
  return new Set(folders.map((each) => each.name))
}
