import type { AskedCatalog } from './catalog.ts'
import type { Cluster, Environment, EnvironmentSpec } from './environment.ts'
import type { Finding } from './finding.ts'
import type { RegionChange, RunbookStep } from './runbook.ts'
import type { Schema } from './schema.ts'
import type { GlobalEntry, LeafLimit, StretchedService } from './stretched.ts'
import type { Mirror, Template, Tree } from './traced.ts'

/**
 * What a template of a policy is for. `desired`: drift when it does not hold, follows the placement's remediation.
 * The others are InformOnly: `health` is reported as unhealthy, `action` as a person's one-time step, and a `fact`
 * (a CRD is served, a namespace exists) only orders other templates.
 */
export type TemplateRole = 'desired' | 'health' | 'action' | 'fact'
export type PolicySeverity = 'low' | 'medium' | 'high' | 'critical'

export interface ObjectDraft {
  readonly complianceType: 'musthave' | 'mustonlyhave' | 'mustnothave'
  readonly metadataComplianceType?: 'musthave' | 'mustonlyhave'
  /** `None` for everything that may hold a secret (blueprint E7). */
  readonly recordDiff?: 'None' | 'InStatus' | 'Log'
  readonly recreateOption?: 'None' | 'IfRequired' | 'Always'
  readonly objectSelector?: Tree
  readonly object: Tree
}

interface TemplateCommon {
  /** Unique in its policy; `<environment>-<policy>-<name>` becomes the template's name. */
  readonly name: string
  readonly role: TemplateRole
  readonly severity?: PolicySeverity
  /** Names of templates of the same policy that must hold before this one is created; of ours only facts, never health (design section 5). */
  readonly after?: readonly string[]
  /** Further `extraDependencies`, which only people ask for. */
  readonly dependencies?: readonly Tree[]
  /** Compliant while a dependency is not met. */
  readonly ignorePending?: boolean
  /** Annotations beside those of the engine. */
  readonly annotations?: Readonly<Record<string, Tree>>
}

/** A ConfigurationPolicy. */
export interface ConfigurationDraft extends TemplateCommon {
  readonly kind: 'configuration'
  readonly objects: readonly ObjectDraft[]
  /** The text of `object-templates-raw`, in place of objects. */
  readonly raw?: Tree
  readonly namespaceSelector?: Tree
  /** Absent: nothing is ever pruned, which is the rule for everything stateful (blueprint E3). */
  readonly prune?: 'DeleteIfCreated'
  /** A sentence with the runbook, shown by RHACM instead of its own message while the template does not hold. */
  readonly customMessage?: { readonly compliant?: string | Template; readonly noncompliant?: string | Template }
  /** Duration such as `5m` for a template whose answer changes with time alone; absent: on events. */
  readonly every?: string
  /** The same with an answer for each state. */
  readonly interval?: { readonly compliant?: string; readonly noncompliant?: string }
}

/** An OperatorPolicy: `spec` without remediationAction and severity, which the engine writes. */
export interface OperatorDraft extends TemplateCommon {
  readonly kind: 'operator'
  readonly spec: Tree
}

/** Any other policy-template kind, used as it is; the engine writes name, role, severity and remediationAction. */
export interface OtherDraft extends TemplateCommon {
  readonly kind: 'other'
  readonly apiVersion: string
  readonly objectKind: string
  readonly spec: Tree
}

export type TemplateDraft = ConfigurationDraft | OperatorDraft | OtherDraft

/**
 * One policy for one target. Drafts of the same name that come out identical for every cluster become one policy,
 * except in stateful components, whose policies always stay one per cluster (`<name>-<cluster>`).
 */
export interface PolicyDraft {
  readonly name: string
  readonly description: string
  /** `hub`, or the name of a cluster of the environment. */
  readonly target: 'hub' | { readonly cluster: string }
  readonly severity: PolicySeverity
  readonly templates: readonly TemplateDraft[]
  /** ServiceAccount in the hub namespace whose rights hub templates use; absent: lookups stay in the hub namespace. */
  readonly hubTemplateServiceAccount?: string
  /** `policy.open-cluster-management.io/{categories,controls,standards}`, where they are not the engine's. */
  readonly catalogued?: Readonly<Partial<Record<'categories' | 'controls' | 'standards', readonly string[]>>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly disabled?: boolean
  /** `dependencies` of the Policy, which only people ask for. */
  readonly dependencies?: readonly Tree[]
}

/** What a component is given; everything it may know. */
export interface ComponentInput<S> {
  readonly environment: Environment
  readonly clusters: readonly Cluster[]
  readonly settings: S
  readonly catalog: AskedCatalog
  /** True when the environment uses that component. */
  uses(component: string): boolean
  /** The same inputs as traced values, so that a rendered field knows the line that asked for it. */
  readonly from: {
    readonly settings: Mirror<S>
    readonly spec: Mirror<EnvironmentSpec>
    cluster(name: string): Mirror<Cluster>
  }
}

/** A finding without its place: `pointer` is relative to the Environment document. */
export interface CheckResult extends Pick<Finding, 'rule' | 'severity' | 'message' | 'hint'> {
  readonly pointer: string
}

/**
 * What a component gives to the rest of the pipeline, so that nothing has to know it by name: `cluster-labels` writes the
 * labels that placements select by, `cluster-links` joins the clusters, `global-entry` leads users to them.
 */
export type Capability = 'cluster-labels' | 'cluster-links' | 'global-entry'

export interface Component<S = unknown> {
  readonly name: string
  readonly summary: string
  /** Components that must be in the same environment. */
  readonly needs: readonly string[]
  /** One policy per cluster always, so that a merge can touch one region alone. */
  readonly stateful: boolean
  readonly provides?: readonly Capability[]
  readonly settings: Schema<S>
  expand(input: ComponentInput<S>): readonly PolicyDraft[]
  /** Objects that policies need beside them in the hub namespace (ServiceAccounts for hub templates and their rights). */
  support?(input: ComponentInput<S>): readonly Tree[]
  check(input: ComponentInput<S>): readonly CheckResult[]
  /** Its services that vote over several clusters, for the geo rules and the simulation. */
  stretched?(input: ComponentInput<S>): readonly StretchedService[]
  /** The global names that it publishes. */
  entry?(input: ComponentInput<S>): GlobalEntry
  /** How long certificates of the platform may live. */
  leafLimit?(input: ComponentInput<S>): LeafLimit
  /** What has to be done for it when a region joins, is replaced or retires; the input is that of the end. */
  regionSteps?(input: ComponentInput<S>, change: RegionChange): readonly RunbookStep[]
}
