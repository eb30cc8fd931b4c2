import { components } from '../../policies/index.ts'
import { askGate } from '../flows/gate.ts'
import { noiseRulesWithout } from '../model/noise-rules.ts'
import { visible } from '../model/visible.ts'
import type { Gate } from '../stages/gate.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import { json } from '../stages/report/json.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import { memoryOf } from './memory.ts'
import { forgeFor } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import type { CommandDefinition } from './register.ts'
import { LOOK_OPTIONS, sourceFrom } from './source.ts'

export const gateCommand: CommandDefinition = {
  usage: 'gate',
  summary: 'may the open wave be merged now? every other region in sync and healthy, the quorum kept, nothing frozen',
  options: [
    ...LOOK_OPTIONS,
    ['--head <ref>', "branch of the proposal (default: the environment's open change proposal)"],
  ],
  examples: [
    ['isthmus gate --from must-gather', 'as a required check: exit 0 while it is green, 2 while it is red'],
    ['isthmus gate --from must-gather --head my-branch', "for a person's own pull request"],
  ],
  exitTwo: 'the gate is red',
  isConfigured: true,
  async run({ io, common, options }) {
    const configuration = await configurationIn(common.directory)
    const repository = await repositoryIn(common.directory, io)
    const result = await askGate({
      repository,
      forge: forgeFor(common.directory, repository, configuration, io),
      source: sourceFrom({ options, directory: common.directory, io, hub: configuration.hub }),
      components,
      environment: common.environment,
      head: typeof options.head === 'string' ? options.head : undefined,
      memory: memoryOf(repository, configuration.author),
      removalLimit: configuration.limits.removals,
      moveLimit: configuration.limits.moves,
      parseYaml,
      noise: noiseRulesWithout(configuration.drift.noise.disable),
      now: io.now(),
    })
    io.out(common.output === 'json' ? json(result) : `${describe(result, io)}\n`)
    return result.isGreen ? 0 : 2
  },
}

function describe({ environment, isGreen, checks }: Gate, io: Io): string {
  const { green, red, bold } = io.palette
  const mark = (good: boolean) => (good ? green('ok ') : red('no '))
  const head = `${bold(environment)}: the gate is ${isGreen ? green('green') : red('red')}`
  return [head, ...checks.map((each) => `  ${mark(each.isGreen)} ${visible(each.sentence)}`)].join('\n')
}
