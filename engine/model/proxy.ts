import { contains, parseCidr } from './cidr.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/**
 * The proxy for an address by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case of letters, as curl and Go read
 * them; undefined: straight. NO_PROXY takes hosts with all below them, `host:port`, addresses, IPv4 ranges (which OpenShift
 * writes there for the service network) and `*`.
 */
export function proxyFor(url: URL, variables: Variables): string | undefined {
  // Upper-case HTTP_PROXY can be set by a request's header where a program runs as CGI; this one never does.
  const read = (name: string) => variables[name.toLowerCase()] || variables[name.toUpperCase()] || undefined
  const proxy = (url.protocol === 'https:' ? read('https_proxy') : read('http_proxy')) ?? read('all_proxy')
  if (proxy === undefined) return undefined
  const isExcepted = (read('no_proxy') ?? '').split(/[\s,]+/).some((entry) => entry !== '' && covers(entry, url))
  return isExcepted ? undefined : proxy.includes('://') ? proxy : `http://${proxy}`
}

function covers(entry: string, { hostname, port, protocol }: URL): boolean {
  if (entry === '*') return true
  const host = bare(hostname)
  const range = parseCidr(entry)
  const address = parseCidr(`${host}/32`)
  if (range) return address !== undefined && contains(range, address)
  const [, name = '', wanted] = /^(\[[^\]]*\]|[^:]*|[^\]]*:[^\]]*:[^\]]*?)(?::(\d+))?$/.exec(entry) ?? []
  if (wanted !== undefined && wanted !== (port || (protocol === 'https:' ? '443' : '80'))) return false
  const suffix = bare(name).replace(/^\*?\./, '')
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`))
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}
