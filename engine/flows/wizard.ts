import type { Component } from '../model/component.ts'
import { API_VERSION } from '../model/environment.ts'
import type { Prompter } from '../model/prompter.ts'
import type { Setup, SetupCluster } from '../model/setup.ts'
import { SURVIVALS } from '../model/setup.ts'
import { defaultNamespace, fittingComponents, misfit } from '../model/setup-defaults.ts'
import type { Taken } from './wizard/answers.ts'
import { domain, listOf, networks, newLabel } from './wizard/answers.ts'
import { askClusters, askNetworks } from './wizard/ask-clusters.ts'
import { askForge } from './wizard/ask-forge.ts'

export interface WizardInput {
  readonly ask: Prompter
  readonly components: readonly Component[]
  /** What environments of the repository have already. */
  readonly taken: Taken
  /** Name that is proposed for the environment. */
  readonly name: string
  /** False where isthmus.yaml says already where pull requests and alerts go. */
  readonly asksForge: boolean
}

/** Asks for everything that a new environment needs, and for the forge of a new repository; writes nothing. */
export async function wizard({ ask, components, taken, name, asksForge }: WizardInput): Promise<Setup> {
  const hub = await askHub(ask, taken, name)
  const base = await ask.text({ message: 'Base DNS domain', example: 'example.com', refuse: domain })
  const survive = await ask.choose({
    message: 'What must the platform survive?',
    choices: SURVIVALS.map((value) => ({
      value,
      label: value === 'region' ? 'the loss of any region' : 'the loss of any region, and of one more node',
    })),
    initial: 'region',
  })
  const placed = await askClusters(ask, taken.clusters)
  const provision = await askProvision(ask, placed)
  const avoid = await ask.text({
    message: 'Networks of your own to keep clear of (offices, other clusters; empty for none)',
    initial: '',
    example: '10.0.0.0/12, 192.168.0.0/16',
    refuse: networks,
  })
  const clusters = await askNetworks(ask, placed, [...taken.networks, ...listOf(avoid)], provision === 'imported')
  const used = await askComponents(ask, components, clusters)
  const forge = asksForge
    ? await askForge(ask)
    : { forge: { type: 'local' } as const, chat: 'terminal' as const, owners: '@your-org/platform' }
  return {
    apiVersion: API_VERSION,
    kind: 'Setup',
    ...hub,
    domain: base,
    survive,
    production: true,
    clusters: [...clusters],
    avoid: listOf(avoid),
    components: [...used],
    provision,
    ...forge,
  }
}

async function askHub(
  ask: Prompter,
  taken: Taken,
  proposed: string,
): Promise<Pick<Setup, 'name'> & { readonly namespace: string; readonly clusterSet: string }> {
  const isFree = newLabel('environment', 30, taken.environments)
  const name = await ask.text({
    message: 'Name of the environment',
    ...(isFree(proposed) === undefined ? { initial: proposed } : { example: 'gdw' }),
    refuse: isFree,
  })
  const namespace = await ask.text({
    message: 'Hub namespace of its policies',
    initial: defaultNamespace(name),
    refuse: newLabel('environment or cluster', 39, [...taken.namespaces, ...taken.clusters]),
  })
  const clusterSet = await ask.text({
    message: 'ManagedClusterSet of its clusters',
    initial: name,
    refuse: newLabel('cluster set', 56, taken.clusterSets),
  })
  return { name, namespace, clusterSet }
}

async function askProvision(ask: Prompter, clusters: readonly SetupCluster[]): Promise<Setup['provision']> {
  if (clusters.some((each) => each.cloud === 'other')) return 'imported'
  return await ask.choose({
    message: 'Do the clusters run already?',
    choices: [
      { value: 'hive', label: 'no', note: 'the hub installs them' },
      { value: 'imported', label: 'yes', note: 'they are imported; their networks are what they are' },
    ],
    initial: 'hive',
  })
}

async function askComponents(
  ask: Prompter,
  components: readonly Component[],
  clusters: readonly SetupCluster[],
): Promise<readonly string[]> {
  const all = [...clusters]
  const fitting = fittingComponents(components, all)
  const left = components.flatMap((each) => {
    const why = misfit(each, all)
    return why === undefined ? [] : [`${each.name} ${why}`]
  })
  if (left.length > 0) ask.show('Not offered', left.join('\n'))
  const offered = components.filter((each) => misfit(each, all) === undefined)
  const chosen = await ask.chooseSome({
    message: 'Which components?',
    choices: offered.map(({ name, summary }) => ({ value: name, label: name, note: summary })),
    initial: fitting,
  })
  return withNeeds(components, chosen)
}

/** What a chosen component needs comes with it. */
function withNeeds(components: readonly Component[], chosen: readonly string[]): readonly string[] {
  const wanted = new Set(chosen)
  for (const each of [...components].reverse())
    if (wanted.has(each.name)) for (const need of each.needs) wanted.add(need)
  return components.map((each) => each.name).filter((each) => wanted.has(each))
}
