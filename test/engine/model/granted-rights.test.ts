import { expect, test } from 'vitest'
import type { GrantedRule } from '../../../engine/model/granted-rights.ts'
import { excessOf } from '../../../engine/model/granted-rights.ts'
import { leaseRights, VIEW_RIGHTS } from '../../../engine/model/needed-rights.ts'

const rule = (verbs: string, groups: string, resources: string, names = ''): GrantedRule => ({
  verbs: verbs.split(' '),
  groups: groups.split(' '),
  resources: resources.split(' '),
  names: names.split(' ').filter(Boolean),
})
const named = { group: '', resource: 'secrets', verbs: ['list'], namespace: 'n', names: ['a', 'b'], reason: '' }

test.each([
  ['reading alone', [rule('get list watch', 'apps', 'deployments')], [], []],
  [
    'what everybody has',
    [rule('create', 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews')],
    [],
    [],
  ],
  ['what everybody has on OpenShift', [rule('create', 'project.openshift.io', 'projectrequests')], [], []],
  ['the Lease', [rule('get create update', 'coordination.k8s.io', 'leases')], leaseRights('isthmus'), []],
  [
    'more than the Lease',
    [rule('delete', 'coordination.k8s.io', 'leases')],
    leaseRights('isthmus'),
    ['delete leases.coordination.k8s.io'],
  ],
  [
    'views that are wanted',
    [rule('create get delete', 'view.open-cluster-management.io', 'managedclusterviews')],
    VIEW_RIGHTS,
    [],
  ],
  ['Secrets that a policy compares', [rule('list', '', 'secrets', 'a')], [named], []],
  ['all Secrets beside them', [rule('get', '', 'secrets')], [named], ['read Secrets']],
  ['everything to be read', [rule('get list', '*', '*')], [], ['read everything, Secrets too']],
  [
    'worst first',
    [
      rule('get', '', 'secrets'),
      rule('update', 'apps', 'deployments'),
      rule('impersonate', '', 'users'),
      rule('*', '*', '*'),
    ],
    [],
    ['do anything with everything', 'impersonate users', 'update deployments.apps', 'read Secrets'],
  ],
])('%s', (_, rules, needed, lines) => {
  expect(excessOf(rules, needed)).toEqual(lines)
})
