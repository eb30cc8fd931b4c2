import type { Component } from '../../engine/model/component.ts'
import { actionsPolicy, inputsPolicy } from './actions.ts'
import { checkVault } from './checks.ts'
import { healthPolicy } from './health.ts'
import { primaryOf } from './input.ts'
import { networkPolicy, sealPolicy, vaultPolicy } from './main-policies.ts'
import { regionSteps } from './region-steps.ts'
import { configurationPolicy, noWriterPolicy, servicesPolicy } from './service-policies.ts'
import type { VaultSettings } from './settings.ts'
import { vaultSchema } from './settings.ts'
import { stretchedVault } from './stretched.ts'

/** One Vault over all clusters: Raft between the regions, unsealed by a KMS, configured from one cluster. */
export const vault: Component<VaultSettings> = {
  name: 'vault',
  summary: 'HashiCorp Vault stretched over the clusters: secrets, and the certificate authority of workloads.',
  needs: ['tunnel', 'certs'],
  stateful: true,
  settings: vaultSchema,
  expand: (input) => {
    const inputs = inputsPolicy(input)
    return [
      ...(inputs ? [inputs] : []),
      ...input.clusters.flatMap((cluster) => [
        vaultPolicy(input, cluster),
        networkPolicy(input, cluster),
        sealPolicy(input, cluster),
        cluster.name === primaryOf(input) ? configurationPolicy(input) : noWriterPolicy(cluster),
        servicesPolicy(input, cluster),
        healthPolicy(input, cluster),
        actionsPolicy(input, cluster),
      ]),
    ]
  },
  check: checkVault,
  stretched: stretchedVault,
  regionSteps,
}
