import type { SourceFile } from '../../model/document.ts'
import { API_VERSION } from '../../model/environment.ts'
import type { ImportNote } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { shorten } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { visible } from '../../model/visible.ts'
import type { AuthoredFolder } from './author.ts'

export interface WriteInput {
  readonly name: string
  readonly environment: JsonObject
  /** Components in use. */
  readonly used: readonly string[]
  readonly folders: readonly AuthoredFolder[]
  readonly members: readonly string[]
  readonly notes: readonly ImportNote[]
  readonly yaml: (value: Json) => string
}

/** The files of a desired-state repository: environment, placements, and a folder for each authored policy. */
export function writeFiles(input: WriteInput): readonly SourceFile[] {
  const { name, yaml } = input
  const placements = placementsOf(input)
  const files: SourceFile[] = [
    { path: `environments/${name}.yaml`, text: `${comments(input.notes)}${yaml(input.environment)}` },
    ...(placements.length === 0
      ? []
      : [{ path: `placements/${name}.yaml`, text: placements.map((each) => yaml(each)).join('---\n') }]),
    ...input.folders.flatMap((folder): readonly SourceFile[] => [
      { path: `policies/${folder.name}/policy.yaml`, text: yaml(policyOf(folder)) },
      ...[...folder.manifests].map(([file, manifest]) => ({
        path: `policies/${folder.name}/${file}`,
        text: yaml(manifest),
      })),
    ]),
  ]
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What was guessed stands above the values, where the person who corrects them reads it. */
function comments(notes: readonly ImportNote[]): string {
  const lines = notes.filter((each) => each.kind === 'guessed').map((each) => `# guessed: ${visible(each.text)}\n`)
  return `# Written by isthmus import from a running platform.\n${lines.join('')}`
}

function policyOf(folder: AuthoredFolder): JsonObject {
  const where = folder.clusters[0] === HUB_CLUSTER ? 'the hub' : folder.clusters.join(', ')
  return {
    apiVersion: API_VERSION,
    kind: 'AuthoredPolicy',
    spec: {
      description: `Objects of ${folder.area} as they run on ${where}; imported.`,
      ...(folder.stateful ? { stateful: true } : {}),
    },
  }
}

/** One placement for each set of clusters, all reporting only. */
function placementsOf({ name, used, folders, members }: WriteInput): readonly JsonObject[] {
  const reaches = new Map<string, { readonly clusters: JsonObject; readonly policies: string[] }>()
  const add = (suffix: string, clusters: JsonObject, policy: string) => {
    const reach = reaches.get(suffix) ?? { clusters, policies: [] }
    reach.policies.push(policy)
    reaches.set(suffix, reach)
  }
  for (const component of used) add('members', { all: true }, component)
  for (const { name: folder, clusters } of folders) {
    if (clusters[0] === HUB_CLUSTER) add('hub', { hub: true }, folder)
    else if (clusters.length === members.length) add('members', { all: true }, folder)
    else add(`only-${clusters.join('-')}`, { names: [...clusters] }, folder)
  }
  return [...reaches]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([suffix, { clusters, policies }]) => ({
      apiVersion: API_VERSION,
      kind: 'PolicyPlacement',
      metadata: { name: shorten(`${name}-${suffix}`, 50) },
      spec: { environment: name, policies, clusters, remediationAction: 'inform' },
    }))
}
