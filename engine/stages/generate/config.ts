import type { Json, JsonObject } from '../../model/json.ts'

/** What a PolicyGenerator file may say, as read: absent means not said. Empty text counts as not said where upstream does so. */
export interface ByCompliance {
  readonly compliant?: string
  readonly noncompliant?: string
}

export interface Requirement {
  readonly key?: string
  readonly operator?: string
  readonly values?: readonly string[]
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly Requirement[]
}

export interface NamespaceSelector extends LabelSelector {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

export interface Dependency {
  readonly apiVersion?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly compliance?: string
}

export interface PlacementOptions {
  readonly labelSelector?: JsonObject
  readonly placementPath?: string
  readonly placementName?: string
  readonly name?: string
}

/** Options of a ConfigurationPolicy, on every level. */
export interface ConfigurationOptions {
  readonly remediationAction?: string
  readonly severity?: string
  readonly complianceType?: string
  readonly metadataComplianceType?: string
  readonly evaluationInterval?: ByCompliance
  readonly namespaceSelector?: NamespaceSelector
  readonly objectSelector?: LabelSelector
  readonly pruneObjectBehavior?: string
  readonly recordDiff?: string
  readonly recreateOption?: string
  readonly customMessage?: ByCompliance
  readonly gatekeeperEnforcementAction?: string
  /** Null, on purpose: none, also none of the level above. */
  readonly extraDependencies?: readonly Dependency[] | null
  readonly ignorePending?: boolean
  readonly hubTemplateOptions?: { readonly serviceAccountName?: string }
}

/** Options of a Policy, as a default or on the policy itself. */
export interface PolicyOptions extends ConfigurationOptions {
  readonly categories?: readonly string[]
  readonly controls?: readonly string[]
  readonly standards?: readonly string[]
  readonly description?: string
  readonly disabled?: boolean
  readonly copyPolicyMetadata?: boolean
  readonly policyAnnotations?: Readonly<Record<string, string>>
  readonly policyLabels?: Readonly<Record<string, string>>
  readonly configurationPolicyAnnotations?: Readonly<Record<string, string>>
  /** Null, on purpose: none, also none of the defaults. */
  readonly dependencies?: readonly Dependency[] | null
  readonly consolidateManifests?: boolean
  readonly orderManifests?: boolean
  readonly informKyvernoPolicies?: boolean
  readonly informGatekeeperPolicies?: boolean
  readonly policySets?: readonly string[]
  readonly generatePolicyPlacement?: boolean
  readonly generatePlacementWhenInSet?: boolean
  readonly placement?: PlacementOptions
}

export interface ManifestEntry extends ConfigurationOptions {
  readonly path?: string
  readonly name?: string
  readonly patches?: readonly JsonObject[]
  readonly openapi?: { readonly path?: string }
}

export interface PolicyEntry extends PolicyOptions {
  readonly name?: string
  readonly manifests?: readonly ManifestEntry[]
}

export interface PolicySetEntry {
  readonly name?: string
  readonly description?: string
  readonly policies?: readonly string[]
  readonly placement?: PlacementOptions
  readonly generatePolicySetPlacement?: boolean
}

/** A whole file. */
export interface GeneratorConfig {
  readonly placementBindingDefaults?: { readonly name?: string }
  readonly policyDefaults?: PolicyOptions & { readonly namespace?: string; readonly orderPolicies?: boolean }
  readonly policySetDefaults?: Pick<PolicySetEntry, 'placement' | 'generatePolicySetPlacement'>
  readonly policies?: readonly PolicyEntry[]
  readonly policySets?: readonly PolicySetEntry[]
}

/** The shape of one option. `words` are the values that RHACM takes, whatever their case. */
export type Shape =
  | 'text'
  | 'flag'
  | 'texts'
  | 'textMap'
  | 'map'
  | 'labels'
  | { readonly words: readonly string[] }
  | { readonly fields: Shapes }
  | { readonly items: Shape }
  /** An option whose mere key counts: what null says. */
  | { readonly option: Shape; readonly whenNull: false | null }

export interface Shapes {
  readonly [option: string]: Shape
}

export type Raw = Json | undefined
