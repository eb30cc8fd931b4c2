import type { JsonObject } from '../../model/json.ts'
import type { GeneratorConfig, ManifestEntry, PolicyEntry, PolicyOptions } from './config.ts'
import { inheritPlacement } from './inherit-placement.ts'
import { inheritOptions, withDependencyDefaults } from './resolve-options.ts'
import { membersOf, resolveSets } from './resolve-sets.ts'
import type { Generator, Manifest, Options, Policy } from './resolved.ts'

const BUILT_IN: PolicyOptions = {
  complianceType: 'musthave',
  remediationAction: 'inform',
  severity: 'low',
}
const CATEGORIES = ['CM Configuration Management']
const CONTROLS = ['CM-2 Baseline Configuration']
const STANDARDS = ['NIST SP 800-53']

/** Patches as yaml.v3 reads them, by pointer of the manifest entry: their dates and numbers may differ from the options'. */
export type PatchesAt = (pointer: string) => readonly JsonObject[]

/** Puts every default in its place: manifest, then policy, then policyDefaults; maps and lists are replaced, not merged. */
export function resolve(config: GeneratorConfig, patchesAt: PatchesAt): Generator {
  const given = config.policyDefaults ?? {}
  const namespace = given.namespace ?? ''
  const defaults = inheritOptions(given, inheritOptions(BUILT_IN, undefined, namespace), namespace)
  const entries = config.policies ?? []
  const members = membersOf(config)
  const policies = entries.map((entry, i) =>
    resolvePolicy(entry, `/policies/${i}`, {
      given,
      defaults,
      namespace,
      isInSet: [...members.values()].some((names) => names.has(entry.name ?? '')),
      patchesAt,
    }),
  )
  return {
    namespace,
    orderPolicies: given.orderPolicies ?? false,
    bindingName: config.placementBindingDefaults?.name ?? '',
    defaults: {
      placement: given.placement ?? {},
      setPlacement: config.policySetDefaults?.placement ?? {},
      dependencies: withDependencyDefaults(given.dependencies, namespace) ?? [],
      extraDependencies: defaults.extraDependencies ?? [],
      orderManifests: given.orderManifests ?? false,
      consolidateManifests: given.consolidateManifests ?? given.orderManifests !== true,
    },
    policies,
    policySets: resolveSets(config, members),
  }
}

interface Context {
  readonly given: PolicyOptions
  readonly defaults: Options
  readonly namespace: string
  readonly isInSet: boolean
  readonly patchesAt: PatchesAt
}

function resolvePolicy(entry: PolicyEntry, pointer: string, context: Context): Policy {
  const { given, namespace } = context
  const options = inheritOptions(entry, context.defaults, namespace)
  const orderManifests = entry.orderManifests ?? given.orderManifests ?? false
  const consolidated = given.consolidateManifests ?? given.orderManifests !== true
  const manifests = entry.manifests ?? []
  return {
    ...options,
    pointer,
    name: entry.name ?? '',
    categories: entry.categories ?? given.categories ?? CATEGORIES,
    controls: entry.controls ?? given.controls ?? CONTROLS,
    standards: entry.standards ?? given.standards ?? STANDARDS,
    description: entry.description || (given.description ?? ''),
    disabled: entry.disabled ?? given.disabled ?? false,
    copyPolicyMetadata: entry.copyPolicyMetadata ?? given.copyPolicyMetadata ?? true,
    policyAnnotations: entry.policyAnnotations ?? given.policyAnnotations ?? {},
    policyLabels: entry.policyLabels ?? given.policyLabels ?? {},
    configurationPolicyAnnotations: entry.configurationPolicyAnnotations ?? given.configurationPolicyAnnotations ?? {},
    dependencies: withDependencyDefaults(
      entry.dependencies === undefined ? given.dependencies : entry.dependencies,
      namespace,
    ),
    orderManifests,
    consolidateManifests: entry.consolidateManifests ?? (orderManifests ? false : consolidated),
    informKyvernoPolicies: entry.informKyvernoPolicies ?? given.informKyvernoPolicies ?? true,
    informGatekeeperPolicies: entry.informGatekeeperPolicies ?? given.informGatekeeperPolicies ?? true,
    generatePolicyPlacement: entry.generatePolicyPlacement ?? given.generatePolicyPlacement ?? true,
    generatePlacementWhenInSet: entry.generatePlacementWhenInSet ?? given.generatePlacementWhenInSet ?? false,
    isInSet: context.isInSet,
    placement: inheritPlacement(entry.placement ?? {}, given.placement ?? {}),
    serviceAccounts: serviceAccountsOf(entry, given, manifests),
    manifests: manifests.map((each, j) => resolveManifest(each, `${pointer}/manifests/${j}`, options, context)),
  }
}

function resolveManifest(entry: ManifestEntry, pointer: string, policy: Options, context: Context): Manifest {
  return {
    ...inheritOptions(entry, policy, context.namespace),
    pointer,
    path: entry.path ?? '',
    name: entry.name ?? '',
    patches: (entry.patches ?? []).length === 0 ? [] : context.patchesAt(pointer),
    openApiPath: entry.openapi?.path ?? '',
  }
}

/** The nearest level that says one: all manifests that name an account, else the policy, else the defaults. */
function serviceAccountsOf(
  entry: PolicyEntry,
  given: PolicyOptions,
  manifests: readonly ManifestEntry[],
): readonly string[] {
  const own = manifests.map((each) => each.hubTemplateOptions?.serviceAccountName ?? '').filter((each) => each !== '')
  if (own.length > 0) return [...new Set(own)]
  const name = entry.hubTemplateOptions?.serviceAccountName || given.hubTemplateOptions?.serviceAccountName
  return name ? [name] : []
}
