import type { CommandDefinition } from './register.ts'

export const expandCommand: CommandDefinition = {
  usage: 'expand',
  summary: 'write rendered/<environment>/: policies, placements, kustomization, README',
  options: [
    ['--check', 'write nothing; exit 2 where rendered/ is not current'],
    ['--stdout', 'print all objects as one YAML stream instead of writing files'],
    ['--generator <file>', 'print what one PolicyGenerator file expands to, and nothing else'],
    ['--placement-api <api>', 'with --generator: write Placement (the default) or PlacementRule'],
  ],
  examples: [
    ['isthmus expand', 'bring rendered/ up to date'],
    ['isthmus expand --check', 'in CI: is what is committed current?'],
    ['isthmus expand --stdout -e gdw | kubectl apply --dry-run=server -f -', 'try it on a hub'],
    ['isthmus expand --generator policyGenerator.yaml', 'expand a PolicyGenerator file as it is'],
  ],
  exitTwo: 'a finding of severity error; with --check also where rendered/ is not current',
  async run(call) {
    // Neither needs what the other one loads, which is a third of a short run.
    const { generator } = call.options
    if (typeof generator === 'string')
      return await (await import('./expand-generator.ts')).printGenerator(call, generator)
    return await (await import('./expand-environments.ts')).expandEnvironments(call)
  },
}
