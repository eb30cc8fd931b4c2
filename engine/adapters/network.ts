import { readFile, stat } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import type { Dispatcher } from 'undici'
import { Failure } from '../model/failure.ts'

/** Bytes: all public authorities together need a quarter of a megabyte. */
const AUTHORITIES_LIMIT = 16 * 1024 * 1024

export interface NetworkOptions {
  /** Address of the proxy for a URL; undefined: straight. */
  readonly proxyFor: (url: URL) => string | undefined
  /** PEM files of authorities that are trusted beside those that come with Node. */
  readonly caFiles: readonly string[]
}

/**
 * A fetch that goes through proxies and trusts further authorities. Its client is of the same release on every Node, and loaded
 * with the first request only. Connections are kept by proxy.
 */
export function networkFetch({ proxyFor, caFiles }: NetworkOptions): typeof fetch {
  const ways = new Map<string, Way>()
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const proxy = proxyFor(url) ?? ''
    const written = await writtenAt(caFiles)
    const known = ways.get(proxy)
    const way = known && (known.written === written || written === undefined) ? known.opened : openWay(proxy, caFiles)
    if (way !== known?.opened) {
      ways.set(proxy, { written, opened: way })
      // What is under way ends as it began.
      void known?.opened.then((old) => old.close()).catch(() => {})
      // A file that is mounted late is read with the next request.
      way.catch(() => ways.get(proxy)?.opened === way && ways.delete(proxy))
    }
    const { fetch: send } = await import('undici')
    // Its types and those of Node's own fetch describe the same standard in two packages.
    const sending = send as unknown as (url: URL, init: object) => Promise<Response>
    return await sending(url, { ...init, dispatcher: await way })
  }
}

/** Connections, and of when the authorities are that they trust: those of a cluster are rotated in their file. */
interface Way {
  readonly written: string | undefined
  readonly opened: Promise<Dispatcher>
}

/** Undefined where one of the files is not there now, as while it is put in the place of another. */
async function writtenAt(files: readonly string[]): Promise<string | undefined> {
  const all = await Promise.all(files.map((each) => stat(each).catch(() => undefined)))
  return all.includes(undefined) ? undefined : all.map((each) => `${each?.ino} ${each?.mtimeMs} ${each?.size}`).join()
}

async function openWay(proxy: string, caFiles: readonly string[]): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici')
  const own = await Promise.all(caFiles.map(readAuthorities))
  const trust = own.length === 0 ? {} : { ca: [...rootCertificates, ...own] }
  if (proxy === '') return new Agent({ connect: trust })
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw new Failure('network/bad-proxy', 'the address of the proxy cannot be used', {
      hint: 'write HTTPS_PROXY as http://HOST:PORT; a SOCKS proxy is not supported here',
    })
  }
  const { username, password, origin } = new URL(proxy)
  const name = `${decoded(username)}:${decoded(password)}`
  const token = username === '' ? {} : { token: `Basic ${Buffer.from(name).toString('base64')}` }
  return new ProxyAgent({ uri: origin, requestTls: trust, proxyTls: trust, ...token })
}

/** A percent sign that begins no code is one, as curl takes it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function readAuthorities(file: string): Promise<string> {
  const stats = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, 'cannot be read', cause)
  })
  if (!stats.isFile() || stats.size > AUTHORITIES_LIMIT)
    throw unreadable(file, 'holds no certificate in PEM form', undefined)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(file, 'cannot be read', cause)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw unreadable(file, 'holds no certificate in PEM form', undefined)
}

function unreadable(file: string, what: string, cause: unknown): Failure {
  return new Failure('network/no-authorities', `the file of authorities ${file} ${what}`, {
    hint: 'see to network.caFile in isthmus.yaml, and to NODE_EXTRA_CA_CERTS',
    ...(cause === undefined ? {} : { cause }),
  })
}
