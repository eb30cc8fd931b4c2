import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { join } from 'node:path'
import { md, pki } from 'node-forge'
import { onTestFinished } from 'vitest'
import { scratchFolder, write } from '../../contracts/scratch-repository.ts'

export interface Authority {
  /** PEM file of its certificate, and what it issued for 127.0.0.1 and localhost. */
  readonly caFile: string
  readonly key: string
  readonly cert: string
}

/** An authority that nobody knows, with one certificate for this machine. */
export function anAuthority(): Authority {
  const authority = aKeyPair()
  const own = aKeyPair()
  const subject = [{ shortName: 'CN', value: 'Private authority' }]
  const ca = aCertificate(authority.public, subject, [{ name: 'basicConstraints', cA: true }])
  const names = [
    { type: 7, ip: '127.0.0.1' },
    { type: 2, value: 'localhost' },
    { type: 2, value: 'git.example.internal' },
  ]
  const cert = aCertificate(
    own.public,
    [{ shortName: 'CN', value: 'localhost' }],
    [{ name: 'subjectAltName', altNames: names }],
  )
  const signed = [ca, cert].map((each) => {
    each.setIssuer(subject)
    each.sign(authority.private, md.sha256.create())
    return pki.certificateToPem(each)
  })
  const folder = scratchFolder()
  write(folder, { 'ca.pem': signed[0] ?? '' })
  return { caFile: join(folder, 'ca.pem'), key: pki.privateKeyToPem(own.private), cert: signed[1] ?? '' }
}

/** Made by Node, which is quicker at it by far. */
function aKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { private: pki.privateKeyFromPem(privateKey), public: pki.publicKeyFromPem(publicKey) }
}

const DAY_MS = 86_400_000

function aCertificate(key: pki.PublicKey, subject: pki.CertificateField[], extensions: readonly object[]) {
  const certificate = pki.createCertificate()
  certificate.publicKey = key
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS)
  certificate.validity.notAfter = new Date(Date.now() + DAY_MS)
  certificate.setSubject(subject)
  certificate.setExtensions([...extensions])
  return certificate
}

async function listening(server: {
  listen(port: number, host: string, then: () => void): unknown
  address(): unknown
  close(): unknown
}) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

export async function aTlsServer(authority: Authority, answer: RequestListener): Promise<number> {
  return await listening(createTlsServer({ key: authority.key, cert: authority.cert }, answer))
}

export interface AProxy {
  readonly url: string
  /** Targets of CONNECT, in their order, with what was said of ourselves. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[]
}

/** An HTTP proxy that takes CONNECT; `names` says which port of this machine a name stands for. */
export async function aProxy(names: Readonly<Record<string, number>> = {}): Promise<AProxy> {
  const asked: AProxy['asked'][number][] = []
  const server = createServer()
  server.on('connect', (request: IncomingMessage, socket, head) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] })
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const onward = connect(names[host] ?? Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const each of [socket, onward]) each.on('error', () => each.destroy())
    onTestFinished(() => void onward.destroy())
  })
  return { url: `http://127.0.0.1:${await listening(server)}`, asked }
}

/** Git's own server over HTTP for the bare repositories below a folder; only for who says `authorization`. */
export function gitOverHttp(root: string, authorization: string | undefined, seen: string[] = []): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    seen.push(`${request.method} ${request.url}`)
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' })
      response.end()
      return
    }
    const url = new URL(request.url ?? '/', 'http://localhost')
    const env = {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined,
      REMOTE_USER: 'bot',
    }
    const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    request.pipe(backend.stdin)
    const chunks: Buffer[] = []
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    backend.on('close', () => {
      const whole = Buffer.concat(chunks)
      const end = whole.indexOf('\r\n\r\n')
      const headers = whole
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(/: (.*)/s).slice(0, 2))
      const status = Number(headers.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200)
      response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')))
      response.end(whole.subarray(end + 4))
    })
  }
}
