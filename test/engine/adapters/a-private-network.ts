import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { join } from 'node:path'
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
  const folder = scratchFolder()
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  run('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Private authority')
  write(folder, { ext: 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:git.example.internal\n' })
  run('req', ...fresh.slice(0, -2), '-keyout', 'key.pem', '-out', 'csr', '-subj', '/CN=localhost')
  run(
    'x509',
    '-req',
    '-in',
    'csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'ext',
    '-out',
    'cert.pem',
  )
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { caFile: join(folder, 'ca.pem'), key: read('key.pem'), cert: read('cert.pem') }
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
