import { parseCidr } from '../../model/cidr.ts'
import type { Environment } from '../../model/environment.ts'
import { isDnsLabel } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'

/** What is wrong with an answer, or undefined; so that a question is asked again and the whole answer stays. */
export type Refuse = (answer: string) => string | undefined

/** A DNS label that nobody has yet. */
export function newLabel(what: string, limit: number, taken: readonly string[]): Refuse {
  return (answer) => {
    if (!isDnsLabel(answer)) return 'lower-case letters, digits and hyphens, with a letter or digit at both ends'
    if (answer.length > limit) return `at most ${limit} characters, since other names begin with it`
    return taken.includes(answer) ? `another ${what} is called ${answer} already` : undefined
  }
}

export const domain: Refuse = (answer) => {
  if (answer.length > 120) return 'at most 120 characters'
  const isDomain = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,}$/.test(answer)
  return isDomain ? undefined : 'a DNS domain in lower case, such as example.com'
}

export const count: Refuse = (answer) => (/^[1-9]$/.test(answer) ? undefined : 'a number from 1 to 9')

export const place: Refuse = (answer) =>
  /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(answer)
    ? undefined
    : 'letters, digits, hyphens, dots: it becomes a label'

/** `a, b c` as a list; nothing is none. */
export function listOf(answer: string): string[] {
  return [...new Set(answer.split(/[\s,]+/).filter((each) => each !== ''))]
}

export const places: Refuse = (answer) =>
  listOf(answer)
    .map(place)
    .find((each) => each !== undefined)

export const networks: Refuse = (answer) => {
  const wrong = listOf(answer).find((each) => !parseCidr(each))
  return wrong === undefined ? undefined : `${wrong} is not the first address of a network, such as 10.0.0.0/16`
}

export const network: Refuse = (answer) => (answer === '' ? 'a network, such as 10.0.0.0/16' : networks(answer))

/** Names and networks that environments of the repository have, and another one may not. */
export interface Taken {
  readonly environments: readonly string[]
  readonly namespaces: readonly string[]
  readonly clusterSets: readonly string[]
  readonly clusters: readonly string[]
  readonly networks: readonly string[]
}

export function takenBy(environments: readonly Environment[]): Taken {
  const clusters = environments.flatMap((each) => each.spec.clusters)
  return {
    environments: environments.map((each) => each.metadata.name),
    namespaces: environments.map((each) => each.spec.hub.namespace),
    clusterSets: environments.map((each) => each.spec.hub.clusterSet),
    clusters: [HUB_CLUSTER, ...clusters.map((each) => each.name)],
    networks: clusters.flatMap(({ network: { pods, services, machines } }) => [pods, services, machines]),
  }
}
