import { Failure } from '../failure.ts'
import type { RestServer } from '../rest.ts'

/** The address of a forge as people open it, with no slash at its end. Throws `…/bad-address`. */
export function forgeAddress(server: RestServer, url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (!address || !isSafe(address)) {
    throw new Failure(`${server.name}/bad-address`, 'the address of the forge cannot be used', {
      hint: 'write forge.url as https://HOST in isthmus.yaml, with no name, password or query in it',
    })
  }
  address.pathname = address.pathname.replace(/\/+$/, '')
  return address
}

/** A token goes with every request: never in the clear, but on this machine. */
export function isSafe({ protocol, hostname, username, password, search, hash }: URL): boolean {
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback)
}
