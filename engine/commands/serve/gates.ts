import { randomUUID } from 'node:crypto'
import { components } from '../../../policies/index.ts'
import { checkGates } from '../../flows/gates.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { memoryOf } from '../memory.ts'
import type { AttemptInput } from './attempt.ts'
import { orRetry } from './or-retry.ts'

/** Says on every open pull request that is no change proposal of ours whether it may be merged now. */
export async function attemptGates({ ports, settings, log, now }: AttemptInput): Promise<Attempted> {
  const memory = memoryOf(ports.repository, ports.configuration.author)
  const about = { id: randomUUID().slice(0, 8) }
  const work = async () => {
    const noise = noiseRulesWithout(settings().drift.noise.disable)
    await checkGates({ ...ports, components, memory, parseYaml, noise, now: now() })
    return 'done' as const
  }
  return await orRetry(work, { log, failed: 'gates-failed', about })
}
