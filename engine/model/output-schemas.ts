import type { JSONSchema } from 'json-schema-to-ts'
import { doctorOutput } from './output-schemas/doctor.ts'
import { driftOutput } from './output-schemas/drift.ts'
import { fieldOutput } from './output-schemas/field.ts'
import { planOutput } from './output-schemas/plan.ts'
import { findings } from './output-schemas/shapes.ts'

const findingsOutput = {
  $id: 'https://isthmus.dev/schemas/output/findings-v1.json',
  title: 'Findings',
  description: 'What `isthmus validate --output json` prints, and other commands where they stop at findings.',
  type: 'object',
  required: ['findings'],
  properties: { findings },
} as const

/**
 * Schemas of what programs read, by name. The version is in the `$id`: new members do not raise it, so a reader leaves
 * alone what it does not know; a member that goes or changes its meaning does.
 */
export const outputSchemas: Readonly<Record<'doctor' | 'drift' | 'field' | 'findings' | 'plan', JSONSchema>> = {
  doctor: doctorOutput,
  drift: driftOutput,
  field: fieldOutput,
  findings: findingsOutput,
  plan: planOutput,
}
