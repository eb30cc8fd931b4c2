import { fenced } from '../../effects/fenced.ts'
import type { ServerPorts } from './ports.ts'

/** The ports with a check before everything that writes or speaks: whoever may not write any more stops there. */
export function fencedPorts(ports: ServerPorts, check: () => Promise<void>): ServerPorts {
  const forge = fenced(ports.forge, ['ensureProposal', 'closeProposal', 'ensureComment', 'setCheck'], check)
  const conversation = fenced(ports.forge.conversation, ['answer', 'recordTick'], check)
  const { pulse } = ports
  return {
    ...ports,
    repository: fenced(ports.repository, ['pushBranch', 'commitOnTop', 'appendOrphan', 'deleteBranch'], check),
    forge: { ...forge, conversation },
    chats: ports.chats.map((each) => fenced(each, ['send', 'showAll'], check)),
    pulse: { ...pulse, ...(pulse.heartbeat ? { heartbeat: fenced(pulse.heartbeat, ['beat'], check) } : {}) },
  }
}
