import type { CheckResult } from '../../engine/model/component.ts'
import { checkQuorum, checkZones, membersOf } from '../../engine/model/members.ts'
import { DATABASE_PROBE_USER } from '../../engine/model/platform.ts'
import { leastRenewal } from '../../engine/model/renewal.ts'
import { nodeNames } from './addresses.ts'
import { renewBefore } from './certificates.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { regionsOf, replicationOf } from './replication.ts'

const POINTER = '/spec/components/database'
const COMMON_NAME_LIMIT = 64
const DNS_NAME_LIMIT = 253
/** Round trips at which a stretched quorum gets slow, and too slow (rule G6). */
const SLOW_MS = 80
const TOO_SLOW_MS = 150

export function checkDatabase(input: DatabaseInput): readonly CheckResult[] {
  return [
    ...checkQuorum('database', input),
    ...checkZones('database', input),
    ...primaryExists(input),
    ...survival(input),
    ...roundTrip(input),
    ...certificateLife(input),
    ...names(input),
    ...reservedUsers(input),
    ...regionNames(input),
  ]
}

function primaryExists(input: DatabaseInput): readonly CheckResult[] {
  if (primaryOf(input) !== undefined) return []
  return [
    {
      rule: 'database/primary-unknown',
      severity: 'error',
      message: `primary is ${input.settings.primary}, which is no cluster of this environment: nobody would set the regions and the survival goal`,
      hint: `use one of ${input.clusters.map((each) => each.name).join(', ')}`,
      pointer: `${POINTER}/primary`,
    },
  ]
}

/** Rule G4: the goal needs regions, the replicas need nodes. */
function survival(input: DatabaseInput): readonly CheckResult[] {
  const { goal, factor, required, nodesPerRegion } = replicationOf(input)
  const regions = regionsOf(input).length
  const found: CheckResult[] = []
  if (goal === 'zone') {
    found.push({
      rule: 'database/survival-goal',
      severity: 'error',
      message:
        'survivalGoal zone keeps 3 voters in one region: losing that region stops its tables, and loses them if it never returns',
      hint: 'use survivalGoal region (three regions or more)',
      pointer: `${POINTER}/survivalGoal`,
    })
  } else if (regions < 3) {
    found.push({
      rule: 'database/survival-goal',
      severity: 'error',
      message: `survivalGoal region needs three regions; the environment has ${regions}`,
      hint: 'add clusters in further regions, or use survivalGoal zone and accept the loss of a region',
      pointer: `${POINTER}/survivalGoal`,
    })
  }
  // Over two regions no number of replicas survives one of them.
  if (goal === 'region' && regions >= 3 && factor < required) {
    found.push({
      rule: 'database/replication-factor',
      severity: 'error',
      ...tooFew(input, factor, required),
      pointer: `${POINTER}/replicationFactor`,
    })
  }
  const short = goal === 'region' && regions >= 3 ? nodesOf(input).filter((each) => each.nodes < nodesPerRegion) : []
  if (short.length > 0) {
    found.push({
      rule: 'database/nodes-per-region',
      severity: 'warning',
      message: `${short.map((each) => `${each.clusters} has ${each.nodes}`).join(', ')} nodes; ${factor} replicas put up to ${nodesPerRegion} in a region, so a lost node there could not be made good.`,
      hint: `use ${nodesPerRegion} nodes or more in each region, one more to allow drains`,
      pointer: `${POINTER}/${input.settings.replicas === undefined ? 'replicasPerCluster' : 'replicas'}`,
    })
  }
  return found
}

/** Beside the goal `region` it is CockroachDB that asks for five; a node more is asked for by the environment. */
function tooFew(input: DatabaseInput, factor: number, required: number): Pick<CheckResult, 'message' | 'hint'> {
  const regions = regionsOf(input).length
  const left = factor - Math.ceil(factor / regions)
  if (input.environment.spec.survive !== 'region+node') {
    return {
      message: `survivalGoal region keeps ${required} replicas of each range, and replicationFactor asks for ${factor}`,
      hint: `set replicationFactor to ${required} or more, or leave it out`,
    }
  }
  return {
    message: `${factor} replicas over ${regions} regions leave ${left - 1} after a region and a node, ${Math.floor(factor / 2) + 1} are needed: ${required} replicas survive both`,
    hint: `set replicationFactor to ${required}, or spec.survive to region`,
  }
}

/** Nodes by region, under the names of its clusters. */
function nodesOf(input: DatabaseInput): readonly { readonly clusters: string; readonly nodes: number }[] {
  return regionsOf(input).map((region) => {
    const own = input.clusters.filter((each) => each.region === region).map((each) => each.name)
    return { clusters: own.join(' and '), nodes: own.reduce((sum, name) => sum + membersOf(input.settings, name), 0) }
  })
}

function roundTrip(input: DatabaseInput): readonly CheckResult[] {
  const { roundTripMs } = input.settings
  if (roundTripMs <= SLOW_MS || input.clusters.length < 2) return []
  const isTooSlow = roundTripMs > TOO_SLOW_MS
  return [
    {
      rule: 'database/round-trip',
      severity: isTooSlow ? 'error' : 'warning',
      message: `a round trip of ${roundTripMs} ms between regions is above ${isTooSlow ? TOO_SLOW_MS : SLOW_MS} ms: every write waits for the nearest other region at least`,
      hint: 'choose regions of which two are close to each other, or correct roundTripMs after measuring',
      pointer: `${POINTER}/roundTripMs`,
    },
  ]
}

function certificateLife(input: DatabaseInput): readonly CheckResult[] {
  const duration = Number(input.settings.certificate.duration.slice(0, -1))
  const { hours: least, outage } = leastRenewal(input.environment, duration)
  const offsets = input.clusters.map((cluster) => renewBefore(input, cluster))
  const last = Math.max(...offsets)
  const first = Math.min(...offsets)
  const result = (message: string, hint: string, field: string): CheckResult => ({
    rule: 'database/certificate-renewal',
    severity: 'error',
    message,
    hint,
    pointer: `${POINTER}/certificate/${field}`,
  })
  if (first < least) {
    return [
      result(
        `Node certificates live ${duration}h and are renewed ${first}h before their end; at least ${least}h are needed for a third of that, and three attempts after an outage of ${outage}.`,
        `Set certificate.renewBefore to ${least}h or more.`,
        'renewBefore',
      ),
    ]
  }
  if (last < duration) return []
  return [
    result(
      `With 24h between clusters the last one renews ${last}h before the end of a certificate of ${duration}h: without end.`,
      `Set certificate.duration above ${last}h.`,
      'duration',
    ),
  ]
}

function names(input: DatabaseInput): readonly CheckResult[] {
  const tooLong = nodeNames(input).find((name) => name.length > DNS_NAME_LIMIT)
  if (tooLong === undefined && input.settings.applications.every((name) => name.length <= COMMON_NAME_LIMIT)) return []
  return [
    {
      rule: 'database/host-too-long',
      severity: 'error',
      message: `${tooLong ?? 'An application'} is too long for a certificate: names have at most ${DNS_NAME_LIMIT} characters, a common name ${COMMON_NAME_LIMIT}`,
      hint: 'use shorter cluster names or a shorter base domain',
      pointer: '/spec/clusters',
    },
  ]
}

/** A certificate of `node` speaks for the database itself, one of `root` is an administrator's; the others cannot be made. */
const RESERVED_USERS: readonly string[] = ['node', 'root', 'admin', 'public', 'none', DATABASE_PROBE_USER]

function reservedUsers(input: DatabaseInput): readonly CheckResult[] {
  return input.settings.applications.flatMap((name, i): readonly CheckResult[] =>
    RESERVED_USERS.includes(name)
      ? [
          {
            rule: 'database/reserved-user',
            severity: 'error',
            message: `${name} is a user or role of the platform itself: an application with its certificate would have its rights`,
            hint: 'name the application otherwise',
            pointer: `${POINTER}/applications/${i}`,
          },
        ]
      : [],
  )
}

/** Regions become SQL names and flags; a comma or a quote in one would end up as another locality. */
function regionNames(input: DatabaseInput): readonly CheckResult[] {
  return input.clusters.flatMap((cluster, index): readonly CheckResult[] =>
    /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(cluster.region)
      ? []
      : [
          {
            rule: 'database/region-name',
            severity: 'error',
            message: `region ${JSON.stringify(cluster.region)} of ${cluster.name} cannot be a database region: letters, digits, dot, dash and underscore only`,
            hint: 'use the region as the cloud names it, such as us-east-1',
            pointer: `/spec/clusters/${index}/region`,
          },
        ],
  )
}
