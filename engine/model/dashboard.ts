import type { DriftState } from './drift.ts'
import type { ExceptedReport } from './exception.ts'
import type { HistoryEvent } from './history.ts'
import type { Json } from './json.ts'
import type { ObjectKey } from './kube.ts'
import type { Shortfall } from './observation.ts'
import type { ServiceSurvival } from './survival.ts'
import type { TopologyPicture } from './topology/marks.ts'
import type { Wave } from './wave.ts'

/** What the dashboard shows of one moment. Times are RFC 3339 UTC; every text in it went through redaction. */
export interface Dashboard {
  /** Another one with every change; it says nothing else. */
  readonly version: string
  /** Now: what ages are counted to. */
  readonly asOf: string
  readonly environments: readonly EnvironmentView[]
  /** What could not be read, and what to do. */
  readonly problems: readonly DashboardProblem[]
}

export interface DashboardProblem {
  /** Absent where it is about all of them. */
  readonly environment?: string
  readonly message: string
  readonly hint: string
}

export interface EnvironmentView {
  readonly name: string
  /** Commit that counts as merged. */
  readonly commit: string
  /** Version of Isthmus that made `rendered/`; '' for none. */
  readonly version: string
  /** What the platform must survive; absent where the sources do not expand. */
  readonly survive?: string
  readonly report: ExceptedReport
  readonly clusters: readonly ClusterView[]
  readonly picture: TopologyPicture
  readonly links: readonly TunnelLink[]
  readonly services: readonly ServiceView[]
  readonly policies: readonly PolicyView[]
  readonly drifts: readonly DriftView[]
  readonly timeline: readonly TimelineEntry[]
  readonly proposals: readonly ProposalView[]
  readonly exceptions: readonly ExceptionView[]
  readonly overrides: readonly OverrideView[]
  readonly pause?: { readonly reason: string; readonly until: string }
  readonly wave?: WaveView
  readonly freshness: readonly FreshnessView[]
}

export interface ClusterView {
  readonly name: string
  /** '' for the hub. */
  readonly cloud: string
  readonly region: string
  readonly isHub: boolean
  readonly state: DriftState
  readonly reason?: string
  readonly lastSeen: string | null
  readonly policies: number
  readonly drifts: number
  readonly unhealthy: number
}

/** What the gateways of two clusters say of the tunnel between them; `milliseconds`: their round trip. */
export interface TunnelLink {
  readonly clusters: readonly [string, string]
  readonly state: 'connected' | 'broken' | 'unknown'
  /** What a gateway says where it is not connected. */
  readonly says?: string
  readonly milliseconds?: number
}

/** A stretched service as it stands, and after the loss of each region that still answers. */
export interface ServiceView {
  readonly now: ServiceSurvival
  readonly without: readonly { readonly region: string; readonly tolerance: number; readonly survives: boolean }[]
}

export interface PolicyView {
  readonly name: string
  readonly component: string
  readonly stateful: boolean
  readonly remediation: string
  /** Repository path of its file. */
  readonly file: string
  readonly clusters: readonly { readonly name: string; readonly state: DriftState; readonly reason?: string }[]
  readonly templates: readonly PolicyTemplateView[]
}

export interface PolicyTemplateView {
  readonly name: string
  readonly kind: string
  readonly role: string
  readonly objects: readonly { readonly key: ObjectKey; readonly mustBe: string; readonly content: Json }[]
}

/** A drift's fingerprint with what stands around it; its fields are in the report. */
export interface DriftView {
  readonly fingerprint: string
  readonly history: readonly TimelineEntry[]
  /** Until when exactly this value was acknowledged, and by whom. */
  readonly quiet?: { readonly until: string; readonly by: string }
  readonly proposal?: ProposalView
  /** The command that puts it back, where one can be given. */
  readonly putBack?: string
  readonly isAdoptable: boolean
}

export interface TimelineEntry {
  readonly time: string
  readonly type: HistoryEvent['type']
  readonly title: string
  /** Of a drift. */
  readonly fingerprint?: string
  readonly detail?: string
}

export interface ProposalView {
  readonly kind: 'change' | 'drift' | 'other'
  readonly number: number
  readonly title: string
  readonly state: 'open' | 'merged' | 'closed'
  /** As the forge gives it: an address of the web, or a path of this machine. */
  readonly url: string
  readonly at?: string
}

export interface ExceptionView {
  readonly name: string
  readonly policy: string
  readonly object: ObjectKey
  readonly clusters: readonly string[]
  readonly until: string
  readonly because: string
  readonly owner: string
  readonly isOver: boolean
  readonly source: { readonly file: string; readonly line: number }
}

export type OverrideView = Omit<ExceptionView, 'object'>

/** A change that moves one region at a time, with the conditions of its gate where they were asked. */
export interface WaveView extends Wave {
  /** All regions in the environment's order. */
  readonly regions: readonly string[]
  readonly gate?: {
    readonly isGreen: boolean
    readonly checks: readonly { readonly rule: string; readonly isGreen: boolean; readonly sentence: string }[]
  }
}

/** How old what is known of a cluster is. */
export interface FreshnessView {
  readonly cluster: string
  readonly kind: 'seen' | 'reported' | 'unknown'
  readonly at: string | null
  readonly why?: string
  readonly shortfalls: readonly Pick<Shortfall, 'kind' | 'namespace' | 'state' | 'message' | 'since'>[]
  readonly problems: readonly string[]
}
