import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { hubSubject } from '../../flows/doctor/hub.ts'
import { memberSubject } from '../../flows/doctor/others.ts'
import type { Subject } from '../../flows/doctor.ts'
import type { Examiner } from '../../model/diagnosis.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { wantedOf } from '../../model/wanted.ts'
import type { Io } from '../io.ts'
import type { ClusterAccess } from '../source.ts'
import { clusterAccess } from '../source.ts'

export interface ClusterSubjects {
  /** The command's options by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>
  readonly directory: string
  readonly io: Io
  /** What was merged, an environment each: its kinds are what is read, and so what rights are needed for. */
  readonly merged: readonly Rendered[]
}

/** What `--from` names: the hub, the hub and each member, or a directory, which takes no rights. */
export function clusterSubjects(request: ClusterSubjects): readonly Subject[] {
  const { options, directory, merged } = request
  const { from } = options
  if (typeof from !== 'string') return [unasked('--from is not given, so neither the hub nor a cluster was looked at')]
  if (from !== 'hub' && from !== 'contexts') return [folder(resolve(directory, from))]
  if (merged.length === 0) {
    return [unasked('nothing is merged yet: what has to be read there, and so which rights are needed, is not known')]
  }
  const access = clusterAccess(request)
  if (from === 'hub') return [hub(request, access, () => access.hubContextOf(), 'followed')]
  return [hub(request, access, async () => access.contextOf(HUB_CLUSTER), 'once'), ...members(request, access)]
}

function hub(
  { options, io, merged }: ClusterSubjects,
  access: ClusterAccess,
  contextOf: () => Promise<string>,
  reading: 'once' | 'followed',
): Subject {
  const { serveNamespace, hubContext } = options
  return hubSubject({
    name: typeof hubContext === 'string' ? hubContext : HUB_CLUSTER,
    open: async () => {
      const clusters = await access.opening()
      const context = await contextOf()
      return { probe: await clusters.openProbe(context, () => io.now()), api: await clusters.open(context) }
    },
    merged,
    reading,
    hasViews: options.views === true,
    leaseNamespace: typeof serveNamespace === 'string' ? serveNamespace : undefined,
  })
}

function members({ io, merged }: ClusterSubjects, access: ClusterAccess): readonly Subject[] {
  const names = [...new Set(merged.flatMap((each) => each.clusters.map((cluster) => cluster.name)))]
  return names.map((name) => {
    const wanted = merged.flatMap((each) => wantedOf(each).on(name))
    return memberSubject(
      name,
      async () => (await access.opening()).openProbe(access.contextOf(name), () => io.now()),
      wanted,
    )
  })
}

function unasked(sentence: string): Subject {
  return {
    thing: 'hub',
    name: 'hub',
    examine: async (examiner: Examiner) => [examiner.skipped('hub/reached', sentence)],
  }
}

function folder(path: string): Subject {
  return {
    thing: 'hub',
    name: path,
    examine: async (examiner: Examiner) => [
      existsSync(path)
        ? examiner.ok('hub/reached', 'the directory is there; reading it takes no rights on a cluster')
        : examiner.fail('hub/reached', 'the directory is not there', 'name one with a sub-directory for each cluster'),
    ],
  }
}
