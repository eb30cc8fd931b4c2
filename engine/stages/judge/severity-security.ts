import type { SeverityRule } from './severity-rule.ts'

const NETWORK = ['networking.k8s.io/NetworkPolicy']
const ROLES = ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole']
const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding']
const CONSTRAINTS = ['security.openshift.io/SecurityContextConstraints']
const IDENTITY = [
  'redhatcop.redhat.io/Policy',
  'redhatcop.redhat.io/PKISecretEngineRole',
  'redhatcop.redhat.io/*AuthEngine*',
  'cert-manager.io/*Issuer',
]

/** What opens a door. A difference that closes one is content. */
export const SECURITY_RULES: readonly SeverityRule[] = [
  { id: 'network/gone', class: 'security', severity: 'critical', kinds: NETWORK, changes: ['missing'] },
  {
    id: 'network/opened',
    class: 'security',
    severity: 'critical',
    kinds: NETWORK,
    pointers: ['/spec/**'],
    direction: 'opened-to-all',
  },
  {
    id: 'network/loosened',
    class: 'security',
    severity: 'high',
    kinds: NETWORK,
    pointers: ['/spec/**'],
    direction: 'network-loosened',
  },
  {
    id: 'rbac/powerful',
    class: 'security',
    severity: 'critical',
    kinds: ROLES,
    pointers: ['/rules/**'],
    direction: 'powerful-rights',
  },
  {
    id: 'rbac/widened',
    class: 'security',
    severity: 'high',
    kinds: ROLES,
    pointers: ['/rules/**'],
    direction: 'rights-widened',
  },
  {
    id: 'rbac/everybody',
    class: 'security',
    severity: 'critical',
    kinds: BINDINGS,
    pointers: ['/subjects/**', '/roleRef/**'],
    direction: 'binds-everybody',
  },
  {
    id: 'rbac/bound',
    class: 'security',
    severity: 'high',
    kinds: BINDINGS,
    pointers: ['/subjects/**', '/roleRef/**'],
    direction: 'given',
  },
  {
    id: 'constraints/loosened',
    class: 'security',
    severity: 'critical',
    kinds: CONSTRAINTS,
    pointers: ['/**'],
    direction: 'constraint-loosened',
  },
  {
    id: 'security/unknown-direction',
    class: 'security',
    severity: 'critical',
    kinds: [...NETWORK, ...ROLES, ...BINDINGS, ...CONSTRAINTS],
    changes: ['unexpected', 'different'],
  },
  {
    id: 'tls/off',
    class: 'security',
    severity: 'critical',
    pointers: [
      '/spec/tls',
      '/spec/tls/termination',
      '/**/insecureEdgeTerminationPolicy',
      '/**/*nsecure*',
      '/**/*kip*erify*',
      '/data/*',
      '/**/tls',
      '/**/tls/*nabled',
    ],
    direction: 'tls-off',
  },
  {
    id: 'pod-security/loosened',
    class: 'security',
    severity: 'critical',
    kinds: ['/Namespace'],
    pointers: ['/metadata/labels/pod-security.kubernetes.io~1enforce'],
    direction: 'pod-security-loosened',
  },
  {
    id: 'pod/privileged',
    class: 'security',
    severity: 'critical',
    pointers: [
      '/**/privileged',
      '/**/hostNetwork',
      '/**/hostPID',
      '/**/hostIPC',
      '/**/capabilities/add',
      '/**/capabilities/add/*',
      '/**/hostPath',
    ],
    direction: 'given',
  },
  {
    id: 'pod/loosened',
    class: 'security',
    severity: 'high',
    pointers: [
      '/**/allowPrivilegeEscalation',
      '/**/runAsNonRoot',
      '/**/readOnlyRootFilesystem',
      '/**/capabilities/drop/*',
      '/**/seccompProfile/*',
      '/**/serviceAccountName',
      '/**/automountServiceAccountToken',
    ],
  },
  {
    id: 'certificate/authority',
    class: 'security',
    severity: 'critical',
    kinds: ['cert-manager.io/Certificate'],
    pointers: ['/spec/isCA'],
    direction: 'given',
  },
  { id: 'identity/changed', class: 'security', severity: 'high', kinds: IDENTITY, pointers: ['/spec/**'] },
]
