import { randomUUID } from 'node:crypto'
import { components } from '../../../policies/index.ts'
import { checkGates } from '../../flows/gates.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import type { Log } from '../../model/log.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { memoryOf } from '../memory.ts'
import type { AttemptInput } from './attempt.ts'
import { orRetry } from './or-retry.ts'

/** Says on every open pull request that is no change proposal of ours whether it may be merged now. */
export async function attemptGates({ ports, settings, log, now }: AttemptInput): Promise<Attempted> {
  const memory = memoryOf(ports.repository, ports.configuration.author)
  return await said('gates-failed', log, async () => {
    const noise = noiseRulesWithout(settings().drift.noise.disable)
    await checkGates({ ...ports, components, memory, parseYaml, noise, now: now() })
  })
}

/** Says on everything that is open whether it has the approval that it needs, also where no environment could be looked at, or none is there yet. */
export async function attemptApprovals({ approvals, log }: AttemptInput): Promise<Attempted> {
  return await said('approvals-failed', log, approvals)
}

async function said(failed: string, log: Log, work: () => Promise<unknown>): Promise<Attempted> {
  const done = async () => {
    await work()
    return 'done' as const
  }
  return await orRetry(done, { log, failed, about: { id: randomUUID().slice(0, 8) } })
}
