import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import type { ImportReport } from '../model/imported.ts'
import { wantedForImport } from '../model/imported-kinds.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { Observation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Progress } from '../model/progress.ts'
import { compare } from '../stages/compare.ts'
import { managedNames } from '../stages/import/members.ts'
import type { Compare, Trial } from '../stages/import/trial.ts'
import { importState } from '../stages/import.ts'
import { parseYaml, yamlText } from '../stages/render/yaml.ts'
import { expandAll } from './expand-all.ts'

export interface ImportInput {
  readonly source: Source
  /** Clusters that the source is known to have; those that the hub names are added. */
  readonly clusters: readonly string[]
  readonly components: readonly Component[]
  /** Name of the environment, or of the cluster set to take. */
  readonly environment: string | undefined
  readonly now: string
  readonly progress?: Progress | undefined
}

export interface Imported {
  readonly files: readonly SourceFile[]
  readonly report: ImportReport
}

/** Observes a platform that runs and describes it: nothing is written anywhere, and nothing is asked for but objects. */
export async function importPlatform(input: ImportInput): Promise<Imported> {
  const observation = await observeAll(input)
  const trials = trialsOf(input)
  const imported = importState({
    observation,
    components: input.components,
    wanted: input.environment,
    parseYaml,
    yaml: yamlText,
    render: trials,
    compare: comparison(),
  })
  input.progress?.end()
  return imported
}

/** How many descriptions have to be tried is not known before. */
function trialsOf({ components, progress }: ImportInput): (files: readonly SourceFile[]) => Trial {
  let tried = 0
  return (files) => {
    tried += 1
    progress?.step(tried, 0, 'descriptions tried')
    return rendered(files, components)
  }
}

async function observeAll({ source, clusters, now }: ImportInput): Promise<Observation> {
  const wanted = wantedForImport(HUB_CLUSTER)
  const first = await source.observe([...new Set([...clusters, HUB_CLUSTER])], now, wanted)
  const hub = first.clusters.find((each) => each.cluster === HUB_CLUSTER)
  const named = managedNames([...(hub?.state === 'seen' ? hub.objects : []), ...(first.hub?.objects ?? [])])
  const more = named.filter((each) => !first.clusters.some((known) => known.cluster === each))
  if (more.length === 0) return first
  const second = await source.observe(more, now, wanted)
  return { ...first, clusters: [...first.clusters, ...second.clusters] }
}

function rendered(files: readonly SourceFile[], components: readonly Component[]): Trial {
  const expanded = expandAll({ files, findings: [] }, components)
  const [environment] = expanded.environments
  return {
    environment: environment?.plan.environment as Json | undefined,
    policies: environment?.plan.policies ?? [],
    errors: expanded.findings
      .filter((each) => each.severity === 'error')
      .map(({ file, rule, message }) => ({ file, text: `${rule}: ${message}` })),
  }
}

/** The same template on the same objects has the same verdict: trials share most of theirs. */
function comparison(): Compare {
  const known = new WeakMap<readonly JsonObject[], Map<string, ReturnType<Compare>>>()
  return (template, objects) => {
    const verdicts = known.get(objects) ?? new Map<string, ReturnType<Compare>>()
    known.set(objects, verdicts)
    const key = JSON.stringify(template)
    const verdict = verdicts.get(key) ?? compare(template, objects, { parseYaml, server: 'live' })
    verdicts.set(key, verdict)
    return verdict
  }
}
