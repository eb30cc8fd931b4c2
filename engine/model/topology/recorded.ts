import type { Json } from '../json.ts'
import { at, listAt, textAt } from '../json.ts'
import type { Rendered } from '../rendered.ts'
import type { Topology, TopologyRegion, TopologyService } from '../topology.ts'
import { regionsOf } from '../topology.ts'

/** A topology as an output folder records it; a person may have edited the file, so nothing but its form is believed. */
export function recordedTopology(record: Json | undefined): Topology | undefined {
  const environment = textAt(record, 'environment')
  const namespace = textAt(record, 'hub', 'namespace')
  if (environment === undefined || namespace === undefined) return undefined
  const region = textAt(record, 'hub', 'region')
  const component = textAt(record, 'links', 'component')
  return {
    environment,
    hub: { namespace, ...(region === undefined ? {} : { region }) },
    entries: textsAt(record, 'entries'),
    regions: listAt(record, 'regions').map(regionIn),
    ...(component === undefined ? {} : { links: { component, clusters: textsAt(record, 'links', 'clusters') } }),
    services: listAt(record, 'services').map(serviceIn),
  }
}

/** What is merged, as a topology; of a folder that records none only its clusters are known. */
export function topologyOfRendered(rendered: Rendered): Topology {
  return (
    rendered.topology ?? {
      environment: rendered.environment,
      hub: { namespace: '' },
      entries: [],
      regions: regionsOf(rendered.clusters),
      services: [],
    }
  )
}

function regionIn(record: Json): TopologyRegion {
  return {
    cloud: textAt(record, 'cloud') ?? '',
    name: textAt(record, 'name') ?? '',
    clusters: textsAt(record, 'clusters'),
  }
}

function serviceIn(record: Json): TopologyService {
  const name = textAt(record, 'name') ?? ''
  const home = textAt(record, 'home')
  return {
    name,
    component: textAt(record, 'component') ?? name,
    kind: textAt(record, 'kind') === 'replication' ? 'replication' : 'raft',
    members: listAt(record, 'members').map((each) => ({
      cluster: textAt(each, 'cluster') ?? '',
      nodes: numberAt(each, 'nodes'),
    })),
    ...(home === undefined ? {} : { home }),
    voters: numberAt(record, 'voters'),
    quorum: numberAt(record, 'quorum'),
    afterRegion: numberAt(record, 'afterRegion'),
  }
}

function textsAt(record: Json | undefined, ...keys: readonly string[]): readonly string[] {
  return listAt(record, ...keys).filter((each) => typeof each === 'string')
}

/** A whole number that may be drawn; anything else is 0. */
function numberAt(record: Json, key: string): number {
  const found = at(record, key)
  return typeof found === 'number' && Number.isInteger(found) && Math.abs(found) < 10_000 ? found : 0
}
