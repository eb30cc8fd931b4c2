import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface KeyFiles {
  readonly privateKey: string
  readonly publicKey: string
}

/** An RSA key pair as PEM files `<name>.key` and `<name>.pub`, made where it is not there yet. */
export function keyPair(folder: string, name: string): KeyFiles {
  const files = { privateKey: join(folder, `${name}.key`), publicKey: join(folder, `${name}.pub`) }
  if (existsSync(files.privateKey)) return files
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  writeFileSync(files.privateKey, pair.privateKey, { mode: 0o600 })
  writeFileSync(files.publicKey, pair.publicKey)
  return files
}
