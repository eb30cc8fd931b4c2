import type { Component } from '../../engine/model/component.ts'
import { actionsPolicy, inputsPolicy } from './actions.ts'
import { checkDatabase } from './checks.ts'
import { healthPolicy } from './health.ts'
import { certificatesPolicy, databasePolicy, networkPolicy } from './main-policies.ts'
import { regionSteps } from './region-steps.ts'
import { servicesPolicy } from './service-policies.ts'
import type { DatabaseSettings } from './settings.ts'
import { databaseSchema } from './settings.ts'
import { stretchedDatabase } from './stretched.ts'

/** One CockroachDB over all clusters, its regions and zones known to it, its survival goal set and checked. */
export const database: Component<DatabaseSettings> = {
  name: 'database',
  summary: 'CockroachDB stretched over the clusters: SQL that survives a region.',
  needs: ['tunnel', 'certs', 'vault'],
  stateful: true,
  settings: databaseSchema,
  expand: (input) => {
    const inputs = inputsPolicy(input)
    return [
      ...(inputs ? [inputs] : []),
      ...input.clusters.flatMap((cluster) => [
        databasePolicy(input, cluster),
        networkPolicy(input, cluster),
        certificatesPolicy(input, cluster),
        servicesPolicy(input, cluster),
        healthPolicy(input, cluster),
        actionsPolicy(input, cluster),
      ]),
    ]
  },
  check: checkDatabase,
  stretched: stretchedDatabase,
  regionSteps,
}
