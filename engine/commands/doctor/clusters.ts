import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { hubSubject } from '../../flows/doctor/hub.ts'
import { memberSubject } from '../../flows/doctor/others.ts'
import type { Subject } from '../../flows/doctor.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Examiner } from '../../model/diagnosis.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { wantedOf } from '../../model/wanted.ts'
import type { ClusterAccess } from '../cluster-access.ts'
import { clusterAccess } from '../cluster-access.ts'
import type { Io } from '../io.ts'

export interface ClusterSubjects {
  /** The command's options by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>
  readonly directory: string
  readonly io: Io
  /** What isthmus.yaml says of hubs. */
  readonly hub: Configuration['hub']
  /** What was merged, an environment each: its kinds are what is read, and so what rights are needed for. */
  readonly merged: readonly Rendered[]
}

/** What `--from` or isthmus.yaml names: the hubs, the hubs and each member, or a directory, which takes no rights. */
export function clusterSubjects(request: ClusterSubjects): readonly Subject[] {
  const { options, directory, merged, hub } = request
  const isNamed = hub.context !== undefined || Object.keys(hub.environments).length > 0
  const from = options.from ?? (isNamed ? 'hub' : undefined)
  if (typeof from !== 'string')
    return [unasked('--from is not given, and isthmus.yaml names no hub, so neither it nor a cluster was looked at')]
  if (from !== 'hub' && from !== 'contexts') return [folder(resolve(directory, from))]
  if (merged.length === 0) {
    return [unasked('nothing is merged yet: what has to be read there, and so which rights are needed, is not known')]
  }
  const access = clusterAccess(request)
  const contextOf = (environment: string) => access.contextOf(HUB_CLUSTER, environment)
  if (from === 'hub') return hubs(merged, access.hubOf).map((each) => hubOn(each, request, access, 'followed'))
  return [...hubs(merged, contextOf).map((each) => hubOn(each, request, access, 'once')), ...members(request, access)]
}

interface OneHub {
  /** Its context; '' for the one that the kubeconfig tells. */
  readonly context: string
  readonly merged: readonly Rendered[]
  /** Where the server keeps its Lease. */
  readonly isServers: boolean
}

/** Each hub with the environments that it manages. */
function hubs(merged: ClusterSubjects['merged'], contextOf: (environment: string) => string): readonly OneHub[] {
  const contexts = [...new Set(merged.map((each) => contextOf(each.environment)))]
  return contexts.map((context) => ({
    context,
    merged: merged.filter((each) => contextOf(each.environment) === context),
    isServers: contexts.length === 1 || context === contextOf(''),
  }))
}

function hubOn(
  { context: named, merged, isServers }: OneHub,
  { options, io }: ClusterSubjects,
  access: ClusterAccess,
  reading: 'once' | 'followed',
): Subject {
  const { serveNamespace } = options
  return hubSubject({
    name: named || HUB_CLUSTER,
    open: async () => {
      const clusters = await access.opening()
      const context = await access.hubContextOf(named)
      return { probe: await clusters.openProbe(context, () => io.now()), api: await clusters.open(context) }
    },
    merged,
    reading,
    hasViews: options.views === true,
    leaseNamespace: isServers && typeof serveNamespace === 'string' ? serveNamespace : undefined,
  })
}

function members({ io, merged }: ClusterSubjects, access: ClusterAccess): readonly Subject[] {
  const names = [...new Set(merged.flatMap((each) => each.clusters.map((cluster) => cluster.name)))]
  return names.map((name) => {
    const wanted = merged.flatMap((each) => wantedOf(each).on(name))
    return memberSubject(
      name,
      async () => (await access.opening()).openProbe(access.contextOf(name, ''), () => io.now()),
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
