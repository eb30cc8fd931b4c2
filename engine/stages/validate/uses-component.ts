import type { Component } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import { didYouMean } from '../../model/suggest.ts'

/** Whether an environment uses a component, also under a name that is reported as misspelt. */
export function usesComponent(
  { spec }: Environment,
  name: string,
  components: readonly Pick<Component, 'name'>[],
): boolean {
  const known = components.map((each) => each.name)
  return Object.keys(spec.components).some((each) => (known.includes(each) ? each : didYouMean(each, known)) === name)
}
