import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
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

/** A serving certificate `<name>.crt` that is its own authority, and `<name>.key`, for names and addresses; made where it is not there yet. */
export function selfSigned(folder: string, name: string, hosts: readonly string[]): void {
  if (existsSync(join(folder, `${name}.crt`))) return
  const names = [...new Set(hosts)].map((each) => `${isIP(each) ? 'IP' : 'DNS'}:${each}`)
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name} of the test bed`, '-addext', `subjectAltName=${names.join(',')}`],
      ...['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)],
    ],
    { stdio: 'ignore' },
  )
}
