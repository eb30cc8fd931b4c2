import type { GeneratorFiles } from '../../model/generator-files.ts'
import { LABEL_LIMIT } from '../../model/names.ts'
import { checkDependencies } from './check-dependencies.ts'
import { checkManifest } from './check-manifest.ts'
import { checkInterval } from './check-options.ts'
import { checkPlacement } from './check-placement.ts'
import type { Report } from './report.ts'
import { isSubdomain, NAME_HINT } from './report.ts'
import type { Generator, Policy, PolicySet } from './resolved.ts'

/** Everything that is refused before any manifest is looked into (policy-generator-plugin internal/plugin.go assertValidConfig). */
export function check(generator: Generator, files: GeneratorFiles, report: Report): void {
  const { defaults } = generator
  if (generator.namespace === '')
    report(
      'generator/namespace',
      '/policyDefaults',
      'policyDefaults.namespace is missing',
      'name the hub namespace of the policies',
    )
  checkPlacement(defaults.placement, '/policyDefaults/placement', 'policyDefaults', files, report)
  if (generator.bindingName !== '' && !isSubdomain(generator.bindingName))
    report(
      'generator/name',
      '/placementBindingDefaults/name',
      `placementBindingDefaults.name \`${generator.bindingName}\` cannot be a name`,
      NAME_HINT,
    )
  if (generator.policies.length === 0) report('generator/no-policies', '/policies', 'policies is empty', 'add a policy')
  checkDefaultOrder(generator, report)
  const seen = new Set<string>()
  for (const policy of generator.policies) checkPolicy(policy, seen, generator, files, report)
  checkPlacement(defaults.setPlacement, '/policySetDefaults/placement', 'policySetDefaults', files, report)
  const seenSets = new Set<string>()
  for (const set of generator.policySets) checkSet(set, seenSets, files, report)
}

function checkDefaultOrder(generator: Generator, report: Report): void {
  const { defaults, orderPolicies } = generator
  const at = '/policyDefaults'
  if (orderPolicies && defaults.dependencies.length > 0)
    report(
      'generator/order',
      `${at}/orderPolicies`,
      'policyDefaults has both dependencies and orderPolicies',
      'keep one of the two',
    )
  checkDependencies(defaults.dependencies, `${at}/dependencies`, 'policyDefaults.dependencies', report)
  if (defaults.orderManifests && defaults.consolidateManifests)
    report(
      'generator/order',
      `${at}/orderManifests`,
      'policyDefaults has both consolidateManifests and orderManifests',
      'set consolidateManifests: false, or remove orderManifests',
    )
  if (defaults.orderManifests && defaults.extraDependencies.length > 0)
    report(
      'generator/order',
      `${at}/orderManifests`,
      'policyDefaults has both extraDependencies and orderManifests',
      'keep one of the two',
    )
  checkDependencies(defaults.extraDependencies, `${at}/extraDependencies`, 'policyDefaults.extraDependencies', report)
}

function checkPolicy(
  policy: Policy,
  seen: Set<string>,
  generator: Generator,
  files: GeneratorFiles,
  report: Report,
): void {
  checkName(policy, 'policy', seen, report)
  const fullName = `${generator.namespace}.${policy.name}`
  if (fullName.length > LABEL_LIMIT)
    report(
      'generator/name-too-long',
      `${policy.pointer}/name`,
      `policy namespace and name together are longer than ${LABEL_LIMIT} characters: ${fullName}`,
      'shorten the name',
    )
  checkInterval(policy, policy, `policy \`${policy.name}\``, report)
  if (policy.manifests.length === 0)
    report(
      'generator/no-manifests',
      `${policy.pointer}/manifests`,
      `policy \`${policy.name}\` has no manifests`,
      'add one',
    )
  checkOrder(policy, generator.orderPolicies, report)
  for (const manifest of policy.manifests) checkManifest(manifest, policy, files, report)
  if (policy.serviceAccounts.length > 1)
    report(
      'generator/service-accounts',
      `${policy.pointer}/manifests`,
      `manifests of policy \`${policy.name}\` differ in hubTemplateOptions.serviceAccountName: ${policy.serviceAccounts.join(', ')}`,
      'a Policy has only one; put the manifests into policies of their own',
    )
  checkPlacement(policy.placement, `${policy.pointer}/placement`, `policy \`${policy.name}\``, files, report)
}

function checkOrder(policy: Policy, orderPolicies: boolean, report: Report): void {
  const at = policy.pointer
  const who = `policy \`${policy.name}\``
  if (orderPolicies && (policy.dependencies ?? []).length > 0)
    report(
      'generator/order',
      `${at}/dependencies`,
      `${who} has dependencies while orderPolicies is true`,
      'keep one of the two',
    )
  checkDependencies(policy.dependencies ?? [], `${at}/dependencies`, `dependencies of ${who}`, report)
  if (policy.consolidateManifests && policy.orderManifests)
    report(
      'generator/order',
      `${at}/orderManifests`,
      `${who} has orderManifests while consolidateManifests is true`,
      'one template has no order: set consolidateManifests: false',
    )
  if (policy.orderManifests && (policy.extraDependencies ?? []).length > 0)
    report(
      'generator/order',
      `${at}/extraDependencies`,
      `${who} has extraDependencies while orderManifests is true`,
      'keep one of the two',
    )
  checkDependencies(policy.extraDependencies ?? [], `${at}/extraDependencies`, `extraDependencies of ${who}`, report)
}

function checkSet(set: PolicySet, seen: Set<string>, files: GeneratorFiles, report: Report): void {
  checkName(set, 'policySet', seen, report)
  checkPlacement(set.placement, `${set.pointer}/placement`, `policySet \`${set.name}\``, files, report)
}

function checkName(
  { name, pointer }: Pick<Policy, 'name' | 'pointer'>,
  what: 'policy' | 'policySet',
  seen: Set<string>,
  report: Report,
): void {
  if (name === '') report('generator/name', pointer, `this ${what} has no name`, 'add `name:`')
  else if (!isSubdomain(name))
    report('generator/name', `${pointer}/name`, `${what} name \`${name}\` cannot be a name`, NAME_HINT)
  else if (seen.has(name))
    report(
      'generator/duplicate-name',
      `${pointer}/name`,
      `${what} name \`${name}\` is there twice`,
      'give each its own name',
    )
  seen.add(name)
}
