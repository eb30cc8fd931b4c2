import { tracedImage } from '../../engine/model/catalog.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { DATABASE_HEALTH_PATH } from '../../engine/model/global-hosts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { RESTRICTED_CONTAINER } from '../../engine/model/workload.ts'
import { joinList, LOCAL_HOST, nodeOrigins, ownHost } from './addresses.ts'
import type { DatabaseInput } from './input.ts'
import { PORTS } from './input.ts'

/** The flags are the same on all nodes but for what the region gives; the shell completes the zone that the init container found. */
export function node(input: DatabaseInput, cluster: Cluster): Tree {
  const { resources } = input.from.settings
  return {
    name: 'cockroachdb',
    image: tracedImage(input.catalog, 'cockroachdb'),
    command: [
      '/bin/bash',
      '-c',
      'exec /cockroach/cockroach start "$@" --locality="region=$REGION,zone=$(cat /locality/zone)"',
      'start',
    ],
    args: flags(input, cluster),
    env: [
      { name: 'HOSTNAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'REGION', value: input.from.cluster(cluster.name).region },
      { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1' } } },
    ],
    securityContext: RESTRICTED_CONTAINER,
    ports: [
      { name: 'grpc', containerPort: PORTS.sql, protocol: 'TCP' },
      { name: 'http', containerPort: PORTS.http, protocol: 'TCP' },
    ],
    resources: { requests: { cpu: resources.cpu, memory: resources.memory }, limits: { memory: resources.memory } },
    startupProbe: probe('/health', 10, 60),
    livenessProbe: probe('/health', 10, 6),
    readinessProbe: probe(DATABASE_HEALTH_PATH, 5, 2),
    volumeMounts: [
      { name: 'data', mountPath: '/cockroach/cockroach-data' },
      { name: 'certs', mountPath: '/cockroach/certs', readOnly: true },
      { name: 'locality', mountPath: '/locality', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

function flags(input: DatabaseInput, cluster: Cluster): readonly Tree[] {
  const { name, region } = input.from.cluster(cluster.name)
  return [
    '--certs-dir=/cockroach/certs',
    '--store=path=/cockroach/cockroach-data',
    `--listen-addr=:${PORTS.sql}`,
    `--http-addr=:${PORTS.http}`,
    derived(`--advertise-addr=${ownHost(cluster.name)}:${PORTS.sql}`, name),
    ...(isAlone(input, cluster)
      ? [derived(`--locality-advertise-addr=region=${cluster.region}@${LOCAL_HOST}:${PORTS.sql}`, region)]
      : []),
    derived(`--join=${joinList(input)}`, ...nodeOrigins(input)),
    '--cache=.25',
    '--max-sql-memory=.25',
    '--max-offset=500ms',
    '--log={sinks: {stderr: {channels: all, filter: INFO, redact: true}}}',
    '--node-cert-distinguished-name=CN=node',
    '--root-cert-distinguished-name=CN=root',
  ]
}

/** In a region of several clusters the local name of a node is the name of another one in each of them. */
function isAlone(input: DatabaseInput, cluster: Cluster): boolean {
  return input.clusters.every((each) => each.name === cluster.name || each.region !== cluster.region)
}

function probe(path: string, periodSeconds: number, failureThreshold: number): Tree {
  return { httpGet: { scheme: 'HTTPS', port: 'http', path }, periodSeconds, failureThreshold, timeoutSeconds: 5 }
}
