import type { Tree } from '../../engine/model/traced.ts'
import type { CertsInput } from './input.ts'
import { READER_ACCOUNT } from './input.ts'

/** The account whose rights the hub templates of `certs-issuers` use. */
export function readerAccount(input: CertsInput): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: READER_ACCOUNT, namespace: input.from.spec.hub.namespace },
  }
}

/** It reads the Secrets of the PKI namespace and no other: the root key lies elsewhere. */
export function readerRights(input: CertsInput): readonly Tree[] {
  const name = `${input.environment.metadata.name}-${READER_ACCOUNT}`
  const namespace = input.from.settings.pkiNamespace
  const rbac = 'rbac.authorization.k8s.io'
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name, namespace },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: READER_ACCOUNT, namespace: input.from.spec.hub.namespace }],
    },
  ]
}
