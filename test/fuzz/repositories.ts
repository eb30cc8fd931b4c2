import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../../engine/model/document.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') })

const CONFIGURATION = `apiVersion: isthmus.dev/v1alpha1
kind: Configuration
forge: { type: gitea, url: https://git.example.com, repository: platform/desired-state, token: { env: FORGE_TOKEN } }
author: { name: Isthmus, email: isthmus@example.com }
limits: { openProposals: 10, newProposalsPerHour: 2 }
chats:
  - { name: ops, type: slack, url: { env: SLACK_WEBHOOK }, minimumSeverity: high }
`

const EXCEPTION = `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: keep-replicas }
spec:
  environment: gdw
  policy: vault-cluster1
  object: { apiVersion: apps/v1, kind: StatefulSet, namespace: vault, name: vault }
  pointers: [/spec/replicas]
  clusters: [cluster1]
  until: "2026-12-31"
  because: the node is being mended
  owner: ada
`

const POLICY = `apiVersion: isthmus.dev/v1alpha1
kind: AuthoredPolicy
spec: { severity: high, description: "limits of {{ the }} shop" }
`

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: limits, namespace: shop }
data: { text: "{{ hello }}", number: "0777" }
`

const PLACEMENT = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: shop }
spec: { environment: gdw, policies: [shop], clusters: { selector: { matchLabels: { cloud: aws } } }, remediationAction: enforce }
`

export const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
placementBindingDefaults: { name: b }
policyDefaults: { namespace: isthmus-gdw, remediationAction: inform, severity: low, placement: { labelSelector: { matchLabels: { a: b } } } }
policies:
  - name: p
    manifests:
      - path: a.yaml
        patches: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: x, namespace: default }, data: { k: w } }]
      - path: folder
  - { name: q, dependencies: [{ name: p }], evaluationInterval: { compliant: 30m }, manifests: [{ path: a.yaml, name: t, complianceType: mustonlyhave }] }
policySets: [{ name: s, policies: [p, q] }]
`

/** A desired state with one file of every kind; all of it is right. */
export const FILES: readonly SourceFile[] = [
  read('environments/gdw.yaml'),
  read('placements/gdw.yaml'),
  { path: 'placements/shop.yaml', text: PLACEMENT },
  { path: 'isthmus.yaml', text: CONFIGURATION },
  { path: 'exceptions/keep.yaml', text: EXCEPTION },
  { path: 'policies/shop/policy.yaml', text: POLICY },
  { path: 'policies/shop/limits.yaml', text: MANIFEST },
]
