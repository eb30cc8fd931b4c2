import type { SeverityRule } from './severity-rule.ts'
import { SECURITY_RULES } from './severity-security.ts'

const AVAILABILITY: readonly SeverityRule[] = [
  {
    id: 'quorum/gone',
    class: 'availability',
    severity: 'critical',
    kinds: ['apps/StatefulSet', 'policy/PodDisruptionBudget'],
    changes: ['missing'],
    stateful: true,
  },
  {
    id: 'quorum/members',
    class: 'availability',
    severity: 'critical',
    kinds: ['apps/StatefulSet'],
    pointers: ['/spec/replicas'],
    stateful: true,
    direction: 'fewer',
  },
  {
    id: 'quorum/dead-peers',
    class: 'availability',
    severity: 'high',
    kinds: ['apps/StatefulSet'],
    pointers: ['/spec/replicas'],
    stateful: true,
  },
  {
    id: 'quorum/disruption',
    class: 'availability',
    severity: 'critical',
    kinds: ['policy/PodDisruptionBudget'],
    pointers: ['/spec/**'],
    stateful: true,
  },
  {
    id: 'stateful/image',
    class: 'availability',
    severity: 'high',
    kinds: ['apps/*'],
    pointers: ['/**/image'],
    stateful: true,
  },
  {
    id: 'stateful/spread',
    class: 'availability',
    severity: 'high',
    kinds: ['apps/*'],
    pointers: ['/**/affinity', '/**/affinity/**', '/**/topologySpreadConstraints', '/**/topologySpreadConstraints/**'],
    stateful: true,
  },
  {
    id: 'stateful/volumes',
    class: 'availability',
    severity: 'high',
    pointers: [
      '/spec/volumeClaimTemplates/**',
      '/spec/persistentVolumeClaimRetentionPolicy/**',
      '/spec/updateStrategy/**',
      '/reclaimPolicy',
    ],
    stateful: true,
  },
  { id: 'stateful/gone', class: 'availability', severity: 'high', changes: ['missing'], stateful: true },
  { id: 'namespace/gone', class: 'availability', severity: 'high', kinds: ['/Namespace'], changes: ['missing'] },
  {
    id: 'workload/replicas',
    class: 'availability',
    severity: 'medium',
    kinds: ['apps/*', 'hive.openshift.io/MachinePool', 'machine.openshift.io/*'],
    pointers: ['/spec/replicas', '/spec/minReplicas', '/spec/paused'],
  },
  {
    id: 'workload/disruption',
    class: 'availability',
    severity: 'medium',
    kinds: ['policy/PodDisruptionBudget'],
    pointers: ['/spec/**'],
  },
]

const METADATA: readonly SeverityRule[] = [
  {
    id: 'placement/labels',
    class: 'metadata',
    severity: 'medium',
    kinds: ['cluster.open-cluster-management.io/*', '/Node'],
    pointers: ['/metadata/labels/**'],
  },
  {
    id: 'metadata/only',
    class: 'metadata',
    severity: 'low',
    exactly: true,
    pointers: ['/metadata/**', '/spec/template/metadata/annotations/**'],
  },
]

/** What fits no row is content, as bad as its policy says. */
export const SEVERITY_RULES: readonly SeverityRule[] = [...SECURITY_RULES, ...AVAILABILITY, ...METADATA]
