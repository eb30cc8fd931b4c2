/** Addresses of the pages, from the root of the server. Names are data of others: each is one escaped step. */
export type Tab = '' | 'drifts' | 'policies' | 'timeline' | 'proposals' | 'exceptions' | 'freshness'

export function environmentPath(environment: string, tab: Tab = ''): string {
  return `/environments/${step(environment)}${tab === '' ? '' : `/${tab}`}`
}

export function driftPath(environment: string, fingerprint: string): string {
  return `${environmentPath(environment, 'drifts')}/${step(fingerprint)}`
}

export function policyPath(environment: string, policy: string): string {
  return `${environmentPath(environment, 'policies')}/${step(policy)}`
}

/** A page as people open it; `base` is `server.url` of isthmus.yaml. */
export function linkTo(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`
}

/** A lone half of a surrogate pair, which YAML can write and no address, is shown as what cannot be shown. */
function step(name: string): string {
  return encodeURIComponent(name.replaceAll(/[\ud800-\udfff]/gu, '\ufffd'))
}
