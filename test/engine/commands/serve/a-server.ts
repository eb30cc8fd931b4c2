import { DEFAULTS } from '../../../../engine/commands/configuration.ts'
import type { Assembled } from '../../../../engine/commands/serve/assemble.ts'
import { assemble } from '../../../../engine/commands/serve/assemble.ts'
import type { ServerPorts } from '../../../../engine/commands/serve/ports.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { fakeMetrics } from '../../../contracts/fake-metrics.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import type { Site } from '../../flows/a-site.ts'

/** The parts of a server over a site in memory, at noon. `more` stands in place of what its repository does. */
export function aServer(
  { repository, forge, chat, source }: Site,
  more: Partial<ServerPorts['repository']> = {},
): Assembled {
  const clone = {
    origin: undefined,
    root: '/nowhere',
    person: async () => undefined,
    tidy: async () => false,
    checkDefaultBranch: async () => {},
  }
  const ports: ServerPorts = {
    configuration: DEFAULTS,
    repository: { ...repository, ...clone, ...more },
    forge,
    chats: [chat],
    pulse: {},
    source,
    leases: undefined,
    webhookSecrets: [],
    redactionKey: undefined,
    identity: 'one',
    host: 'here',
  }
  return assemble(ports, {
    log: fakeLog(),
    metrics: fakeMetrics(),
    signal: new AbortController().signal,
    now: () => noon,
    nowMs: () => 0,
    everySeconds: 300,
    environment: undefined,
  })
}
