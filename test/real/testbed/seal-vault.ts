import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listAt, textAt } from '../../../engine/model/json.ts'
import { built } from './build.ts'
import { selfSigned } from './keys.ts'
import { start } from './process.ts'
import type { VaultTarget } from './vault-client.ts'
import { askVault, mustVault } from './vault-client.ts'

/** A Vault of one, whose Transit engine unseals others. */
export interface SealVault {
  readonly ca: string
  /** May use the key and renew itself, nothing else. */
  readonly token: string
  stop(): Promise<void>
}

const KEY = 'isthmus'

export async function startSealVault(folder: string, address: string, host: string): Promise<SealVault> {
  mkdirSync(folder, { recursive: true })
  selfSigned(folder, 'seal', [host, address])
  const config = join(folder, 'seal.hcl')
  const file = (name: string) => JSON.stringify(join(folder, name))
  const lines = [
    'disable_mlock = true',
    'storage "inmem" {}',
    'listener "tcp" {',
    `  address = "${address}:8200"`,
    `  tls_cert_file = ${file('seal.crt')}`,
    `  tls_key_file = ${file('seal.key')}`,
    '}',
    `api_addr = "https://${address}:8200"`,
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  const ca = readFileSync(join(folder, 'seal.crt'), 'utf8')
  const target: VaultTarget = { address, host, ca }
  const running = await start({
    name: 'vault of the seal',
    command: await built('vault'),
    args: ['server', `-config=${config}`],
    log: join(folder, 'seal.log'),
    isReady: async () => (await askVault(target, { path: 'sys/seal-status' })).status === 200,
  })
  const made = await mustVault(target, {
    method: 'PUT',
    path: 'sys/init',
    body: { secret_shares: 1, secret_threshold: 1 },
  })
  await mustVault(target, { method: 'PUT', path: 'sys/unseal', body: { key: String(listAt(made, 'keys')[0]) } })
  const root = { ...target, token: textAt(made, 'root_token') ?? '' }
  await mustVault(root, { path: 'sys/mounts/transit', body: { type: 'transit' } })
  await mustVault(root, { path: `transit/keys/${KEY}`, body: {} })
  const policy = ['encrypt', 'decrypt']
    .map((verb) => `path "transit/${verb}/${KEY}" { capabilities = ["update"] }`)
    .join('\n')
  await mustVault(root, { path: 'sys/policies/acl/seal', body: { policy } })
  const token = await mustVault(root, { path: 'auth/token/create-orphan', body: { policies: ['seal'], period: '24h' } })
  return { ca, token: textAt(token, 'auth', 'client_token') ?? '', stop: () => running.stop() }
}

export const SEAL_KEY = KEY
