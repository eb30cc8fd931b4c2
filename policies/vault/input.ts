import type { ComponentInput } from '../../engine/model/component.ts'
import type { VaultSettings } from './settings.ts'

export type VaultInput = ComponentInput<VaultSettings>

export const APP = { 'app.kubernetes.io/name': 'vault' } as const
export const PORTS = { api: 8200, cluster: 8201, metrics: 8202 } as const

/** The one cluster that writes Vault's configuration (rule G20). */
export function primaryOf(input: VaultInput): string {
  return input.settings.primary ?? input.clusters[0]?.name ?? ''
}
