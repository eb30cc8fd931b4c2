import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { LeasePlace } from '../../adapters/cluster/lease.ts'
import type { GitRepository } from '../../adapters/git.ts'
import type { Chat } from '../../model/chat.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Forge } from '../../model/forge.ts'
import type { Pulse } from '../../model/heartbeat.ts'
import type { LeaseStore } from '../../model/lease.ts'
import type { Source } from '../../model/observation.ts'
import { leaseFrom } from '../cluster-access.ts'
import { configurationIn } from '../configuration.ts'
import type { Io } from '../io.ts'
import { chatsFor, pulseFor } from '../ports/chats.ts'
import { forgeFor } from '../ports/forge.ts'
import { repositoryIn } from '../ports.ts'
import { redactionKeyFor } from '../redaction-key.ts'
import type { Call } from '../register.ts'
import { placeIn, sourceFrom } from '../source.ts'
import { webhookSecrets } from '../webhook-secrets.ts'

/** Everything outside that the server works with. */
export interface ServerPorts {
  /** What holds until the next start; limits and drift settings are read again from the default branch. */
  readonly configuration: Configuration
  readonly repository: GitRepository
  readonly forge: Forge
  readonly chats: readonly Chat[]
  readonly pulse: Pulse
  readonly source: Source
  readonly leases: LeaseStore | undefined
  readonly webhookSecrets: readonly string[]
  readonly redactionKey: string | undefined
  /** Name of this process, which no other one has. */
  readonly identity: string
  readonly host: string
}

const POD_NAMESPACE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

export async function serverPorts({ io, common, options }: Call): Promise<ServerPorts> {
  const { directory } = common
  const configuration = await configurationIn(directory)
  const access = { options, directory, io, hub: configuration.hub }
  const repository = await repositoryIn(directory, io)
  const lease = placeIn(options) === 'hub' ? (configuration.server.lease ?? (await podLease(io))) : undefined
  return {
    configuration,
    repository,
    forge: forgeFor(directory, repository, configuration, io),
    chats: chatsFor(configuration, directory, io),
    pulse: pulseFor(configuration, directory, io),
    source: sourceFrom(access),
    leases: lease && (await leaseFrom(access, lease)),
    webhookSecrets: await webhookSecrets(configuration, io),
    redactionKey: await redactionKeyFor(configuration, io),
    identity: `${hostname()}_${randomUUID()}`,
    host: hostname(),
  }
}

/** In a pod there may be several replicas, whether anybody thought of it or not. */
async function podLease({ env }: Io): Promise<LeasePlace | undefined> {
  if (env.KUBERNETES_SERVICE_HOST === undefined) return undefined
  const namespace = await readFile(POD_NAMESPACE, 'utf8').catch(() => '')
  return namespace === '' ? undefined : { namespace: namespace.trim(), name: 'isthmus' }
}
