import { components } from '../../../policies/index.ts'
import { watch } from '../../flows/watch.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { LONGEST_SLEEP_MS } from '../every.ts'
import { memoryOf } from '../memory.ts'
import { sleepUntil } from '../source.ts'
import type { ServerPorts } from './ports.ts'
import { REVIEWS } from './review.ts'

const POLL_MS = 60_000

/** By the name of the work: something for each change of an environment's report that the hub's watch shows. Of pull requests the hub says nothing. */
export function watchedChanges(
  ports: Pick<ServerPorts, 'repository' | 'source' | 'redactionKey' | 'configuration'>,
  now: () => string,
): (name: string, signal: AbortSignal) => AsyncIterable<unknown> {
  const { repository, source, redactionKey, configuration } = ports
  const memory = memoryOf(repository, configuration.author)
  const noise = noiseRulesWithout(configuration.drift.noise.disable)
  const fixed = { repository, source, components, memory, parseYaml, redactionKey, noise, now, pollMs: POLL_MS }
  return (name, signal) =>
    name === REVIEWS ? nothing(signal) : watch({ ...fixed, environment: name, signal, sleep: sleepUntil })
}

function nothing(signal: AbortSignal): AsyncIterable<never> {
  const next = async () => {
    await sleepUntil(LONGEST_SLEEP_MS, signal)
    return { done: true, value: undefined } as const
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}
