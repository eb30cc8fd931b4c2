import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What openssl reads in a certificate. */
export interface X509 {
  readonly serial: string
  readonly subject: string
  readonly issuer: string
  readonly dnsNames: readonly string[]
  readonly addresses: readonly string[]
  readonly hours: number
  readonly text: string
}

export function read(pem: string): X509 {
  const text = openssl(
    ['x509', '-noout', '-text', '-serial', '-subject', '-issuer', '-dates', '-nameopt', 'RFC2253'],
    pem,
  )
  const line = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  const names = [...text.matchAll(/(DNS|IP Address):([^,\s]+)/g)]
  const of = (kind: string) => names.filter((each) => each[1] === kind).map((each) => each[2] ?? '')
  const alternative = text.slice(text.indexOf('Subject Alternative Name'))
  return {
    serial: line('serial'),
    subject: line('subject'),
    issuer: line('issuer'),
    dnsNames: alternative === text.at(-1) ? [] : of('DNS'),
    addresses: of('IP Address'),
    hours: (Date.parse(line('notAfter')) - Date.parse(line('notBefore'))) / 3_600_000,
    text,
  }
}

export interface Question {
  /** The only certificate that is trusted. */
  readonly root: string
  /** Leaf first, then what the server sends with it. */
  readonly chain: string
  readonly host?: string
  readonly address?: string
  readonly purpose?: 'sslserver' | 'sslclient'
}

/** `OK`, or what `openssl verify` says against it. */
export function verify({ root, chain, host, address, purpose }: Question): string {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-openssl-'))
  try {
    const [trusted, sent] = [join(folder, 'root.pem'), join(folder, 'chain.pem')]
    writeFileSync(trusted, root)
    writeFileSync(sent, chain)
    const flags = [
      ...['-x509_strict', '-CAfile', trusted, '-untrusted', sent],
      ...(host ? ['-verify_hostname', host] : []),
      ...(address ? ['-verify_ip', address] : []),
      ...(purpose ? ['-purpose', purpose] : []),
    ]
    const done = spawnSync('openssl', ['verify', ...flags, sent], { encoding: 'utf8' })
    return done.status === 0 ? 'OK' : `${done.stdout}${done.stderr}`.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function openssl(args: readonly string[], input: string): string {
  const done = spawnSync('openssl', [...args], { input, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`openssl ${args[0]}: ${done.stderr}`)
  return done.stdout
}
