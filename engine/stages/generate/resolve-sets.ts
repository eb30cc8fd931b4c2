import type { GeneratorConfig } from './config.ts'
import { inheritPlacement } from './inherit-placement.ts'
import type { PolicySet } from './resolved.ts'

/** Members of each set, from the sets' own lists and from what policies say, by name of the set in order of first mention. */
export function membersOf(config: GeneratorConfig): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>()
  const of = (set: string) => {
    const known = members.get(set) ?? new Set()
    members.set(set, known)
    return known
  }
  for (const set of config.policySets ?? []) for (const name of set.policies ?? []) of(set.name ?? '').add(name)
  for (const policy of config.policies ?? [])
    for (const set of policy.policySets ?? config.policyDefaults?.policySets ?? []) of(set).add(policy.name ?? '')
  return members
}

/** Declared sets in their order, then those that only policies mention. */
export function resolveSets(
  config: GeneratorConfig,
  members: ReadonlyMap<string, ReadonlySet<string>>,
): readonly PolicySet[] {
  const defaults = config.policySetDefaults ?? {}
  const declared = config.policySets ?? []
  const names = new Set(declared.map((each) => each.name ?? ''))
  const mentioned = (config.policies ?? [])
    .flatMap((each) => each.policySets ?? config.policyDefaults?.policySets ?? [])
    .filter((name, i, all) => !names.has(name) && all.indexOf(name) === i)
  const entries = [
    ...declared.map((entry, i) => ({ entry, pointer: `/policySets/${i}` })),
    ...mentioned.map((name) => ({ entry: { name }, pointer: '' })),
  ]
  return entries.map(({ entry, pointer }) => ({
    pointer,
    name: entry.name ?? '',
    description: 'description' in entry ? (entry.description ?? '') : '',
    policies: [...(members.get(entry.name ?? '') ?? [])].sort(),
    placement: inheritPlacement('placement' in entry ? (entry.placement ?? {}) : {}, defaults.placement ?? {}),
    generatePolicySetPlacement:
      ('generatePolicySetPlacement' in entry ? entry.generatePolicySetPlacement : undefined) ??
      defaults.generatePolicySetPlacement ??
      true,
  }))
}
