/** Addresses of the pages, from the root of the server. Names are data of others: each is one escaped step. */
export type Tab = '' | 'drifts' | 'policies' | 'timeline' | 'proposals' | 'exceptions' | 'freshness'

export function environmentPath(environment: string, tab: Tab = ''): string {
  return `/environments/${encodeURIComponent(environment)}${tab === '' ? '' : `/${tab}`}`
}

export function driftPath(environment: string, fingerprint: string): string {
  return `${environmentPath(environment, 'drifts')}/${encodeURIComponent(fingerprint)}`
}

export function policyPath(environment: string, policy: string): string {
  return `${environmentPath(environment, 'policies')}/${encodeURIComponent(policy)}`
}

/** A page as people open it; `base` is `server.url` of isthmus.yaml. */
export function linkTo(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`
}
