import { components } from '../../../policies/index.ts'
import { watch } from '../../flows/watch.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { memoryOf } from '../memory.ts'
import { sleepUntil } from '../source.ts'
import type { ServerPorts } from './ports.ts'

const POLL_MS = 60_000

/** Something for each change of an environment's report that the hub's watch shows. */
export function watchedChanges(
  ports: Pick<ServerPorts, 'repository' | 'source' | 'redactionKey' | 'configuration'>,
  now: () => string,
): (environment: string, signal: AbortSignal) => AsyncIterable<unknown> {
  const { repository, source, redactionKey, configuration } = ports
  const memory = memoryOf(repository, configuration.author)
  const noise = noiseRulesWithout(configuration.drift.noise.disable)
  const fixed = { repository, source, components, memory, parseYaml, redactionKey, noise, now, pollMs: POLL_MS }
  return (environment, signal) => watch({ ...fixed, environment, signal, sleep: sleepUntil })
}
