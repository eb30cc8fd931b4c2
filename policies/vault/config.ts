import type { Cluster } from '../../engine/model/environment.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { joinAddresses, nodeOrigins } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { APP, PORTS } from './input.ts'
import { sealStanza } from './seal.ts'
import { multiplierOf } from './timing.ts'

/** Text between double quotes in HCL; `$` and `%` open templates there. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{')
}

export function configMap(input: VaultInput, cluster: Cluster): Tree {
  const origins = [
    ...nodeOrigins(input),
    input.from.settings.roundTripMs,
    input.from.settings.performanceMultiplier,
    input.from.settings.maxRequestSeconds,
    input.from.settings.seal,
  ]
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'vault-config', namespace: VAULT_NAMESPACE, labels: APP },
    data: { 'vault.hcl': derived(configText(input, cluster), ...origins) },
  }
}

/** The configuration of the nodes of one cluster; without any secret, and the same everywhere but for the seal's region. */
function configText(input: VaultInput, cluster: Cluster): string {
  return [
    'ui = true',
    'disable_mlock = true',
    'log_level = "info"',
    '',
    ...listener(input),
    ...storage(input),
    ...sealStanza(input, cluster),
    'service_registration "kubernetes" {}',
    '',
    'telemetry {',
    '  prometheus_retention_time = "24h"',
    '  disable_hostname = true',
    '}',
    '',
  ].join('\n')
}

function listener({ settings }: VaultInput): readonly string[] {
  const { maxRequestSeconds: most } = settings
  const tls = [
    '  tls_cert_file = "/vault/tls/tls.crt"',
    '  tls_key_file = "/vault/tls/tls.key"',
    '  tls_min_version = "tls12"',
  ]
  return [
    'listener "tcp" {',
    `  address = "[::]:${PORTS.api}"`,
    `  cluster_address = "[::]:${PORTS.cluster}"`,
    ...(most === undefined ? [] : [`  max_request_duration = "${most}s"`]),
    ...tls,
    '}',
    '',
    '# Metrics without a token on a port of their own, which the network policy opens to monitoring only.',
    'listener "tcp" {',
    `  address = "[::]:${PORTS.metrics}"`,
    ...tls,
    '  telemetry {',
    '    unauthenticated_metrics_access = true',
    '  }',
    '}',
    '',
  ]
}

function storage(input: VaultInput): readonly string[] {
  return [
    'storage "raft" {',
    '  path = "/vault/data"',
    `  performance_multiplier = ${multiplierOf(input.settings)}`,
    ...joinAddresses(input).flatMap(({ address, host }) => [
      '  retry_join {',
      `    leader_api_addr = ${quoted(address)}`,
      `    leader_tls_servername = ${quoted(host)}`,
      '    leader_ca_cert_file = "/vault/ca/ca.crt"',
      '  }',
    ]),
    '}',
    '',
  ]
}
