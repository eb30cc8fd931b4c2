import { tracedImage } from '../../engine/model/catalog.ts'
import type { ComponentInput, ConfigurationDraft, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, exactly } from '../../engine/model/object-drafts.ts'
import type { Probe } from '../../engine/model/probe.ts'
import { probeCronJob, probeFresh, probeResult, probeRights, probeSays } from '../../engine/model/probe.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { restrictedNamespace } from '../../engine/model/workload.ts'
import { SUBMARINER_NAMESPACE } from './member.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** A namespace of its own: the add-on's is deleted and made anew with it. */
const NAMESPACE = 'isthmus-tunnel'
const NAME = 'tunnel-probe'

/**
 * Reads the active gateway's connections as the gateway measures them: how many are up, and the round trip to each cluster.
 * Nothing is resolved or dialled, so the probe needs to read Gateways and nothing else.
 */
export const PROBE_SCRIPT = [
  'set -eu',
  'export HOME=/tmp',
  `each='{range .items[?(@.status.haStatus=="active")]}{range .status.connections[*]}{.endpoint.cluster_id}{" "}{.status}{" "}{.latencyRTT.average}{"\\n"}{end}{end}'`,
  `oc get gateways.submariner.io --namespace ${SUBMARINER_NAMESPACE} --output "jsonpath=$each" > /tmp/connections`,
  'connected=0',
  'trips=""',
  'while read -r cluster status trip rest; do',
  '  [ "$status" = connected ] || continue',
  '  connected=$((connected + 1))',
  '  [ -n "$trip" ] && trips="$trips $cluster=$trip"',
  'done < /tmp/connections',
  'printf %s "$connected" > /result/connected',
  // Unquoted, so that no blank is left at either end.
  'echo $trips > /result/roundTrips',
].join('\n')

function probeOf(input: Input): Probe {
  return {
    component: 'tunnel',
    namespace: NAMESPACE,
    name: NAME,
    labels: { 'app.kubernetes.io/name': NAME },
    readers: [
      { name: 'read', image: tracedImage(input.catalog, 'openshift-cli'), command: ['/bin/bash', '-c', PROBE_SCRIPT] },
    ],
    volumes: [],
  }
}

/** What only the gateways know, with a time: the same on every cluster. */
export function probePolicy(input: Input, cluster: Cluster): PolicyDraft {
  const probe = probeOf(input)
  const account: Tree = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } }
  return {
    name: 'tunnel-probe',
    description: 'Reads how many clusters the tunnel reaches, and how far away they are.',
    target: { cluster: cluster.name },
    severity: 'medium',
    templates: [
      servedFact('gateways-served', 'gateways.submariner.io'),
      {
        kind: 'configuration',
        name: 'probe',
        role: 'desired',
        after: ['gateways-served'],
        objects: [
          atLeast(restrictedNamespace(NAMESPACE)),
          atLeast(account),
          ...probeRights(probe).map(exactly),
          ...readGateways().map(exactly),
          atLeast(probeResult(probe)),
          atLeast(probeCronJob(probe, input.catalog)),
        ],
      },
    ],
  }
}

/** Health that the result tells: fresh, and as many peers as there are other clusters. */
export function probeHealth(input: Input): readonly ConfigurationDraft[] {
  const peers = input.clusters.length - 1
  const todo = `The tunnel does not reach all ${peers} other clusters. ConfigMap ${NAMESPACE}/${NAME} says which it reaches, and how far away they are.`
  const place = { name: NAME, namespace: NAMESPACE }
  return [probeFresh(place), probeSays('peers-reached', place, { connected: String(peers) }, todo)]
}

function readGateways(): readonly Tree[] {
  const group = 'rbac.authorization.k8s.io'
  const metadata = { name: NAME, namespace: SUBMARINER_NAMESPACE }
  return [
    {
      apiVersion: `${group}/v1`,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['submariner.io'], resources: ['gateways'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
    },
  ]
}
