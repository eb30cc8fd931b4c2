import type { JSONSchema } from 'json-schema-to-ts'
import { doctorOutput } from './output-schemas/doctor.ts'
import { driftOutput } from './output-schemas/drift.ts'
import { drillOutput } from './output-schemas/drill.ts'
import { evaluateOutput } from './output-schemas/evaluate.ts'
import { expandOutput, objectsOutput } from './output-schemas/expand.ts'
import { explainOutput, settingsOutput } from './output-schemas/explain.ts'
import { fieldOutput } from './output-schemas/field.ts'
import { gateOutput } from './output-schemas/gate.ts'
import { importOutput } from './output-schemas/import.ts'
import { initOutput } from './output-schemas/init.ts'
import { listeningOutput } from './output-schemas/listening.ts'
import { migrateOutput } from './output-schemas/migrate.ts'
import { planOutput } from './output-schemas/plan.ts'
import { proposeOutput } from './output-schemas/propose.ts'
import { pullDiffOutput, pullOutput, pullsOutput } from './output-schemas/pulls.ts'
import { resolveOutput } from './output-schemas/resolve.ts'
import { roundOutput } from './output-schemas/round.ts'
import { runbookOutput } from './output-schemas/runbook.ts'
import { findings } from './output-schemas/shapes.ts'
import { casesOutput, survivalOutput } from './output-schemas/simulate.ts'

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
export const outputSchemas = {
  cases: casesOutput,
  doctor: doctorOutput,
  drift: driftOutput,
  drill: drillOutput,
  evaluate: evaluateOutput,
  expand: expandOutput,
  explain: explainOutput,
  field: fieldOutput,
  findings: findingsOutput,
  gate: gateOutput,
  import: importOutput,
  init: initOutput,
  listening: listeningOutput,
  migrate: migrateOutput,
  objects: objectsOutput,
  plan: planOutput,
  propose: proposeOutput,
  pull: pullOutput,
  'pull-diff': pullDiffOutput,
  pulls: pullsOutput,
  resolve: resolveOutput,
  round: roundOutput,
  runbook: runbookOutput,
  settings: settingsOutput,
  survival: survivalOutput,
} as const satisfies Readonly<Record<string, JSONSchema>>
