import type { FactTable } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import { labelOf, nameOf, namespaceOf, ofKind } from './find.ts'
import { rangesOf } from './mistakes/networks.ts'
import { placementsIn, reachOf } from './mistakes/placements.ts'
import type { Platform } from './platform.ts'
import { hubOf, seenMembers } from './platform.ts'

const NOT_SEEN = 'not seen'

/** The facts of the first day: networks, gateways, certificates, placements; tables without rows are left out. */
export function factTables(platform: Platform): readonly FactTable[] {
  const tables = [networks(platform), gateways(platform), certificates(platform), placements(platform)]
  return tables.filter((each) => each.rows.length > 0)
}

function networks(platform: Platform): FactTable {
  const ranges = rangesOf(platform)
  const rows = platform.members.map((cluster) => [
    cluster,
    ...['pods', 'services', 'machines'].map(
      (kind) => ranges.find((each) => each.cluster === cluster && each.kind === kind)?.cidr.text ?? NOT_SEEN,
    ),
  ])
  return { title: 'Networks', columns: ['cluster', 'pods', 'services', 'machines'], rows }
}

function gateways(platform: Platform): FactTable {
  const configurations = ofKind(hubOf(platform) ?? [], 'SubmarinerConfig', 'submarineraddon.open-cluster-management.io')
  const rows = platform.members.flatMap((cluster): readonly (readonly string[])[] => {
    const configuration = configurations.find((each) => namespaceOf(each) === cluster)
    const own = seenMembers(platform).find((each) => each.name === cluster)?.objects ?? []
    const nodes = ofKind(own, 'Node').filter((each) => labelOf(each, 'submariner.io/gateway') === 'true')
    const live = ofKind(own, 'Gateway', 'submariner.io')
    if (!configuration && live.length === 0) return []
    const connections = live.flatMap((each) => listAt(each, 'status', 'connections'))
    const connected = connections.filter((each) => textAt(each, 'status') === 'connected').length
    return [
      [
        cluster,
        textAt(configuration, 'spec', 'cableDriver') ?? 'libreswan (default)',
        gatewaysIn(at(configuration, 'spec', 'gatewayConfig', 'gateways')),
        nodes.length === 0 ? NOT_SEEN : String(nodes.length),
        live.length === 0 ? NOT_SEEN : `${connected} of ${platform.members.length - 1}`,
      ],
    ]
  })
  return { title: 'Gateways', columns: ['cluster', 'cable driver', 'asked for', 'labelled nodes', 'connections'], rows }
}

function certificates(platform: Platform): FactTable {
  const rows = platform.seen.flatMap(({ name, objects }) =>
    ofKind(objects, 'Certificate', 'cert-manager.io').map((each) => [
      name,
      `${namespaceOf(each)}/${nameOf(each)}`,
      textAt(each, 'spec', 'duration') ?? '2160h (default)',
      textAt(each, 'spec', 'renewBefore') ?? 'a third (default)',
      textAt(each, 'status', 'notAfter') ?? NOT_SEEN,
      readyOf(each),
    ]),
  )
  return { title: 'Certificates', columns: ['cluster', 'certificate', 'life', 'renewed before', 'ends', 'ready'], rows }
}

function readyOf(object: JsonObject): string {
  const ready = listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Ready')
  return textAt(ready, 'status') ?? NOT_SEEN
}

function gatewaysIn(count: Json | undefined): string {
  return typeof count === 'number' ? String(count) : '1 (default)'
}

function placements(platform: Platform): FactTable {
  const hub = hubOf(platform) ?? []
  const rows = placementsIn(hub).map((each) => [
    `${textAt(each, 'kind') ?? ''} ${namespaceOf(each)}/${nameOf(each)}`,
    reachOf(each, hub)?.join(', ') || 'nobody',
  ])
  return { title: 'Placements', columns: ['placement', 'reaches'], rows }
}
