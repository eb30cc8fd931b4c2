import { apiServer, authMount, PKI_MOUNT, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { CONFIG_ROLE } from './configuration.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'

/**
 * What a person runs once with the root token, before revoking it: audit first, then the one log-in from which the
 * operator builds everything else. It holds no secret; the token is in that person's shell.
 */
export function day1Script(input: VaultInput): Tree {
  const primary = primaryOf(input)
  const mount = authMount(primary)
  const paths: readonly string[] = [
    'sys/audit*',
    'sys/auth*',
    'sys/mounts*',
    'sys/policies/acl/*',
    'auth/+/config',
    'auth/+/role/*',
    `${PKI_MOUNT}/*`,
  ]
  const script = [
    '#!/bin/sh',
    'set -eu',
    ': "$VAULT_ADDR" "$VAULT_CACERT" "$VAULT_TOKEN" "$API_CA_FILE"',
    'vault audit list | grep -q "^file/" || vault audit enable file file_path=/vault/audit/audit.log',
    `vault auth list | grep -q "^${mount}/" || vault auth enable -path=${mount} kubernetes`,
    `vault write auth/${mount}/config kubernetes_host=${apiServer(input.environment, primary)} kubernetes_ca_cert=@"$API_CA_FILE" disable_local_ca_jwt=true`,
    `vault policy write ${CONFIG_ROLE} - <<'POLICY'`,
    ...paths.map((path) => `path "${path}" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }`),
    'POLICY',
    `vault write auth/${mount}/role/${CONFIG_ROLE} bound_service_account_names=vault-config bound_service_account_namespaces=${VAULT_NAMESPACE} token_policies=${CONFIG_ROLE} token_ttl=10m token_max_ttl=10m`,
    '',
  ].join('\n')
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'vault-day1', namespace: VAULT_NAMESPACE },
    data: {
      'day1.sh': derived(script, input.from.settings.primary, input.from.spec.clusters, input.from.spec.domain.base),
    },
  }
}
