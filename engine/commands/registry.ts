import type { CommandDefinition } from './register.ts'

type Loader = () => Promise<CommandDefinition>

/** Every command by its name, in the order of --help. Each is loaded only when it is called: most of start-up is loading. */
export const COMMANDS: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ['init', async () => (await import('./init.ts')).initCommand],
  ['validate', async () => (await import('./validate.ts')).validateCommand],
  ['expand', async () => (await import('./expand.ts')).expandCommand],
  ['plan', async () => (await import('./plan.ts')).planCommand],
  ['propose', async () => (await import('./propose.ts')).proposeCommand],
  ['upgrade', async () => (await import('./upgrade.ts')).upgradeCommand],
  ['gate', async () => (await import('./gate.ts')).gateCommand],
  ['drift', async () => (await import('./drift.ts')).driftCommand],
  ['resolve', async () => (await import('./resolve.ts')).resolveCommand],
  ['evaluate', async () => (await import('./evaluate.ts')).evaluateCommand],
  ['explain', async () => (await import('./explain.ts')).explainCommand],
  ['import', async () => (await import('./import.ts')).importCommand],
  ['krm', async () => (await import('./krm.ts')).krmCommand],
  ['migrate', async () => (await import('./migrate.ts')).migrateCommand],
  ['simulate', async () => (await import('./simulate.ts')).simulateCommand],
  ['runbook', async () => (await import('./runbook.ts')).runbookCommand],
  ['drill', async () => (await import('./drill.ts')).drillCommand],
  ['pulls', async () => (await import('./pulls.ts')).pullsCommand],
  ['doctor', async () => (await import('./doctor.ts')).doctorCommand],
  ['dashboard', async () => (await import('./dashboard.ts')).dashboardCommand],
  ['serve', async () => (await import('./serve.ts')).serveCommand],
  ['schema', async () => (await import('./schema.ts')).schemaCommand],
  ['demo', async () => (await import('./demo.ts')).demoCommand],
  ['completion', async () => (await import('./completion.ts')).completionCommand(allDefinitions)],
])

/** The definitions that a command line needs: the one it names, or all of them for help and for what nobody knows. */
export async function definitionsFor(args: readonly string[]): Promise<readonly CommandDefinition[]> {
  if (args.length === 1 && ['-V', '--version'].includes(args[0] ?? '')) return []
  const takesValue = (arg: string | undefined) => arg === '-C' || arg === '--directory'
  const named = args.find((arg, i) => !arg.startsWith('-') && !takesValue(args[i - 1]))
  const one = named === undefined ? undefined : COMMANDS.get(named)
  return one ? [await one()] : await allDefinitions()
}

async function allDefinitions(): Promise<readonly CommandDefinition[]> {
  return await Promise.all([...COMMANDS.values()].map((load) => load()))
}
