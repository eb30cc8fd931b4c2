import type { Component, ComponentInput } from '../../model/component.ts'
import type { PlatformInput } from '../../model/expansion.ts'
import { mirror } from '../../model/traced.ts'

/** What a component may know of an environment, with the traced mirrors of the same values. */
export function componentInput<S>(
  component: Component<S>,
  input: Omit<PlatformInput, 'components'>,
): ComponentInput<S> {
  const { value: environment, origin } = input.environment
  const { spec } = environment
  const settings = (spec.components[component.name] ?? {}) as S
  const whole = mirror(environment, { ...origin, pointer: '' })
  return {
    environment,
    clusters: spec.clusters,
    settings,
    catalog: input.catalog,
    uses: (name) => spec.components[name] !== undefined,
    from: {
      settings: mirror(settings, { ...origin, pointer: `/spec/components/${component.name}` }),
      spec: whole.spec,
      cluster: (name) => {
        const index = spec.clusters.findIndex((each) => each.name === name)
        const cluster = spec.clusters[index]
        if (!cluster)
          throw new Error(`component ${component.name} asked for cluster ${name}, which is not in the environment`)
        return mirror(cluster, { ...origin, pointer: `/spec/clusters/${index}` })
      },
    },
  }
}
