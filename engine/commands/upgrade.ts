import { planCommand } from './plan.ts'
import { runPropose } from './propose.ts'
import type { CommandDefinition } from './register.ts'

export const upgradeCommand: CommandDefinition = {
  usage: 'upgrade',
  summary: 'propose what this version of Isthmus renders where another version made rendered/; never done unasked',
  formats: ['text', 'json', 'markdown'],
  options: [['--plan', 'only show the effect, environment by environment']],
  examples: [
    ['isthmus upgrade --plan', 'what another version changes, before anything is proposed'],
    ['isthmus upgrade --environment gdw', 'a proposal of its own, in waves'],
  ],
  exitTwo: 'a finding of severity error; nothing is proposed then',
  run: (call) => (call.options.plan === true ? planCommand.run({ ...call, options: {} }) : runPropose(call, true)),
}
