import type { JsonObject } from '../../model/json.ts'
import type { ByCompliance, Dependency, LabelSelector, NamespaceSelector, PlacementOptions } from './config.ts'

/** Options of a ConfigurationPolicy after inheritance; '' is "not said". */
export interface Options {
  readonly remediationAction: string
  readonly severity: string
  readonly complianceType: string
  readonly metadataComplianceType: string
  readonly pruneObjectBehavior: string
  readonly recordDiff: string
  readonly recreateOption: string
  readonly gatekeeperEnforcementAction: string
  readonly evaluationInterval: Required<ByCompliance>
  readonly customMessage: Required<ByCompliance>
  /** Undefined where no level says anything. */
  readonly namespaceSelector: NamespaceSelector | undefined
  readonly objectSelector: LabelSelector | undefined
  /** Undefined and empty are told apart, as upstream does where manifests are consolidated. */
  readonly extraDependencies: readonly Dependency[] | undefined
  readonly ignorePending: boolean
}

export interface Manifest extends Options {
  /** Of the entry in the file. */
  readonly pointer: string
  readonly path: string
  readonly name: string
  readonly patches: readonly JsonObject[]
  readonly openApiPath: string
}

export interface Policy extends Options {
  readonly pointer: string
  readonly name: string
  readonly categories: readonly string[]
  readonly controls: readonly string[]
  readonly standards: readonly string[]
  readonly description: string
  readonly disabled: boolean
  readonly copyPolicyMetadata: boolean
  readonly policyAnnotations: Readonly<Record<string, string>>
  readonly policyLabels: Readonly<Record<string, string>>
  readonly configurationPolicyAnnotations: Readonly<Record<string, string>>
  readonly dependencies: readonly Dependency[] | undefined
  readonly consolidateManifests: boolean
  readonly orderManifests: boolean
  readonly informKyvernoPolicies: boolean
  readonly informGatekeeperPolicies: boolean
  readonly generatePolicyPlacement: boolean
  readonly generatePlacementWhenInSet: boolean
  readonly isInSet: boolean
  readonly placement: PlacementOptions
  /** ServiceAccounts for hub templates that the policy or its manifests name; one Policy can have only one. */
  readonly serviceAccounts: readonly string[]
  readonly manifests: readonly Manifest[]
}

export interface PolicySet {
  /** '' for a set that only policies mention. */
  readonly pointer: string
  readonly name: string
  readonly description: string
  readonly policies: readonly string[]
  readonly placement: PlacementOptions
  readonly generatePolicySetPlacement: boolean
}

/** A file with every default in its place. */
export interface Generator {
  readonly namespace: string
  readonly orderPolicies: boolean
  readonly bindingName: string
  readonly defaults: {
    readonly placement: PlacementOptions
    readonly setPlacement: PlacementOptions
    readonly dependencies: readonly Dependency[]
    readonly extraDependencies: readonly Dependency[]
    readonly orderManifests: boolean
    readonly consolidateManifests: boolean
  }
  readonly policies: readonly Policy[]
  readonly policySets: readonly PolicySet[]
}
