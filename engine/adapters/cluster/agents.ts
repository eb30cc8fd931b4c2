import type { Agent } from 'node:http'
import { Agent as HttpAgent } from 'node:http'
import type { AgentOptions, RequestOptions } from 'node:https'
import { Agent as HttpsAgent } from 'node:https'
import { isDeepStrictEqual } from 'node:util'

/** Beyond these, connections are closed when their answer is read. */
const KEPT_OPEN = 8

/**
 * The Kubernetes client makes an agent for each request, so that each would shake hands anew. What this returns gives the
 * last one back, with its open connections, for as long as the certificate, key, authority and name of the server stay what
 * they are; an agent for a proxy is taken as it comes.
 */
export function reusedAgents(): (options: RequestOptions) => RequestOptions['agent'] {
  let kept: { readonly identity: AgentOptions; readonly agent: Agent } | undefined
  return (options) => {
    const made = options.agent
    const kind = [HttpAgent, HttpsAgent].find((each) => typeof made === 'object' && made.constructor === each)
    if (kind === undefined) return made
    const identity = identityOf(options)
    if (kept === undefined || !isDeepStrictEqual(kept.identity, identity)) {
      kept = { identity, agent: new kind({ ...identity, keepAlive: true, maxFreeSockets: KEPT_OPEN }) }
    }
    return kept.agent
  }
}

function identityOf(options: RequestOptions): AgentOptions {
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options
  return {
    ca,
    cert,
    key,
    pfx,
    passphrase,
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(servername === undefined ? {} : { servername }),
  }
}
