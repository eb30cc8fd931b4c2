import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A person with a PGP key, to whom shares and tokens are encrypted. */
export interface Holder {
  /** Public key as Vault takes it: base64 of its binary form. */
  readonly publicKey: string
  /** What Vault printed for this holder, in clear. */
  decrypt(text: string): string
  leave(): void
}

export function holder(): Holder {
  const home = mkdtempSync(join(tmpdir(), 'isthmus-holder-'))
  const gpg = (args: readonly string[], input?: Buffer) =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', ...args], {
      ...(input ? { input } : {}),
      stdio: ['pipe', 'pipe', 'ignore'],
    })
  const key = ['%no-protection', 'Key-Type: RSA', 'Key-Length: 2048', 'Subkey-Type: RSA', 'Subkey-Length: 2048']
  const parameters = join(home, 'parameters')
  writeFileSync(parameters, [...key, 'Name-Email: holder@example.com', 'Expire-Date: 1d', '%commit', ''].join('\n'))
  gpg(['--generate-key', parameters])
  return {
    publicKey: gpg(['--export']).toString('base64'),
    decrypt: (text) => gpg(['--decrypt'], Buffer.from(text, 'base64')).toString(),
    leave: () => {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}
