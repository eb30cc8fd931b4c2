import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Authority {
  /** PEM. */
  readonly certificate: string
  readonly key: string
}

/** A certificate authority with a key of its own, for ten years. */
export function newAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-authority-'))
  try {
    const [key, certificate] = [join(folder, 'key'), join(folder, 'crt')]
    const how = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '3650',
      '-subj',
      `/CN=${name}`,
    ]
    execFileSync('openssl', ['req', '-x509', ...how, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
