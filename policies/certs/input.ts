import type { ComponentInput } from '../../engine/model/component.ts'
import type { CertsSettings } from './settings.ts'

export type CertsInput = ComponentInput<CertsSettings>

/** ServiceAccount in the hub namespace that reads intermediates for hub templates, and nothing else. */
export const READER_ACCOUNT = 'certs-reader'
