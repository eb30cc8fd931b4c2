import type { Configuration } from './configuration.ts'

/** The hub that manages an environment, by its context; '' where isthmus.yaml leaves it to the kubeconfig. */
export function hubOf({ context = '', environments }: Configuration['hub'], environment: string): string {
  return Object.hasOwn(environments, environment) ? (environments[environment] ?? context) : context
}
