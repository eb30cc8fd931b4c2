import type { Component } from '../../engine/model/component.ts'
import { credentialsPolicy, memberActions } from './actions.ts'
import { brokerPolicy, membershipPolicy } from './broker.ts'
import { checkTunnel } from './checks.ts'
import { connectionHealth, hubHealth, memberHealth } from './health.ts'
import { membersPolicy, segmentPolicy } from './member.ts'
import { probePolicy } from './probe.ts'
import { regionSteps } from './region-steps.ts'
import type { TunnelSettings } from './settings.ts'
import { tunnelSettings } from './settings.ts'

/** The encrypted network between the clusters: Submariner's broker, add-on and gateways. */
export const tunnel: Component<TunnelSettings> = {
  name: 'tunnel',
  summary:
    'Encrypted network between the clusters (Submariner), with names and addresses of pods reachable from all of them',
  needs: [],
  stateful: false,
  provides: ['cluster-links'],
  settings: tunnelSettings,
  expand: (input) => [
    brokerPolicy(input),
    ...membershipPolicy(input),
    membersPolicy(input),
    ...credentialsPolicy(input),
    hubHealth(input),
    ...input.clusters.flatMap((cluster) => [
      ...segmentPolicy(input, cluster),
      probePolicy(input, cluster),
      memberHealth(input, cluster),
      ...connectionHealth(input, cluster),
      ...memberActions(input, cluster),
    ]),
  ],
  check: checkTunnel,
  regionSteps,
}
