import type { TroubleRecord } from '../../model/history.ts'
import type { Trouble } from './trouble.ts'

const MOST_LINES = 6

interface Message {
  readonly title: string
  readonly lines: readonly string[]
}

/** What is wrong, where, and what can be done; the same sentence of several clusters once. */
export function troubleMessage(environment: string, trouble: Trouble, event: 'opened' | 'changed'): Message {
  const isMore = event === 'changed' ? 'in more ways ' : ''
  const told = new Map<string, Set<string>>()
  for (const { cluster, policy, message } of trouble.conditions) {
    const text = trouble.kind === 'undelivered' ? `${policy}: ${message}` : message
    told.set(text, (told.get(text) ?? new Set()).add(cluster))
  }
  const lines = [...told].map(([text, clusters]) =>
    trouble.kind === 'undelivered' ? text : `${[...clusters].sort().join(', ')}: ${text}`,
  )
  const more = lines.length - MOST_LINES
  const clusters = [...new Set(trouble.conditions.map((each) => each.cluster))].sort().join(', ')
  return {
    title: `${environment}: ${TITLES[trouble.kind](trouble.component, isMore, clusters)}`,
    lines: [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`and ${more} more`] : []), wayOut(environment, trouble)],
  }
}

const TITLES: Readonly<Record<Trouble['kind'], (component: string, isMore: string, clusters: string) => string>> = {
  undelivered: (_, isMore) => `the hub does ${isMore}not carry what was merged`,
  unhealthy: (component, isMore, clusters) => `${component} is unhealthy ${isMore}on ${clusters}`,
  refused: (_, __, clusters) => `the login on ${clusters} is refused: only what the hub reports of it is known`,
}

export function troubleOver(environment: string, { key, since }: TroubleRecord): Message {
  const [kind, component = ''] = key.split(' ')
  const over: Readonly<Record<string, string>> = {
    undelivered: 'the hub carries what was merged again',
    refused: 'no login is refused any more',
  }
  const title = over[kind ?? ''] ?? `${component} is healthy again`
  return { title: `${environment}: ${title}`, lines: [`Was open since ${since}`] }
}

function wayOut(environment: string, { kind, component }: Trouble): string {
  if (kind === 'refused')
    return 'Way out: renew the token in the kubeconfig that is used, or bind its ServiceAccount to the read rights again'
  return kind === 'undelivered'
    ? `Way out: sync rendered/${environment} to the hub again (kubectl apply -k rendered/${environment}, or what delivers it); if the hub is right, merge that instead`
    : `Way out: no change in Git mends it; see to it on the cluster, then it closes by itself (runbook: policies/${component}/README.md)`
}
