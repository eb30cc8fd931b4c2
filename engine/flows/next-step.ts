import type { Plan } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'
import { outputDigest, render } from '../stages/render.ts'
import type { Staged } from '../stages/waves.ts'
import { nextWave } from '../stages/waves.ts'

export interface NextStep extends Staged {
  readonly files: ReadonlyMap<string, string>
}

// It only remembers what its keys say anyway: what is desired and what is merged stay the very same values until a push.
const STEPS = new WeakMap<Plan, { readonly before: Rendered; readonly version: string; readonly step: NextStep }>()

/** The files of the next wave; a wave records what it is on the way to. */
export function nextStep(before: Rendered, complete: Plan, version: string): NextStep {
  const known = STEPS.get(complete)
  if (known?.before === before && known.version === version) return known.step
  const step = stepOf(before, complete, version)
  STEPS.set(complete, { before, version, step })
  return step
}

function stepOf(before: Rendered, complete: Plan, version: string): NextStep {
  const { wave, plan } = nextWave(before, complete)
  if (wave.region === undefined) return { wave, plan, files: render(plan, version) }
  return { wave, plan, files: render(plan, version, { ...wave, of: outputDigest(render(complete, version)) }) }
}
