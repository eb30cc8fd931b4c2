import fc from 'fast-check'
import { dump } from 'js-yaml'
import { starterFiles } from '../../../engine/commands/starter.ts'
import { readSetup, setUp } from '../../../engine/flows/set-up.ts'
import { hasErrors } from '../../../engine/model/finding.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { load } from '../../../engine/stages/load.ts'
import { validate } from '../../../engine/stages/validate.ts'
import { components } from '../../../policies/index.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const network = { pods: '10.128.0.0/14', services: '172.30.0.0/16', machines: '10.0.0.0/16' }
const SETUP: JsonObject = {
  apiVersion: 'isthmus.dev/v1alpha1',
  kind: 'Setup',
  name: 'gdw',
  namespace: 'isthmus-gdw',
  domain: 'example.com',
  survive: 'region+node',
  clusters: [
    { name: 'c1', cloud: 'aws', region: 'us-east-1', zones: ['us-east-1a'], network },
    { name: 'c2', cloud: 'azure', region: 'westeurope' },
  ],
  avoid: ['10.200.0.0/16'],
  components: ['clusters', 'tunnel'],
  forge: { type: 'gitea', url: 'https://git.example.com', repository: 'platform/desired-state' },
  chat: 'slack',
  owners: '@acme/platform',
}

export const setups = target({
  name: 'setup',
  holds: 'any file of answers gives findings with a place, or files that stay in the repository and are right',
  input: fc.oneof(
    { weight: 4, arbitrary: mutatedJson([SETUP], 3).map((each) => dump(each, { noRefs: true })) },
    { weight: 3, arbitrary: mutatedText([dump(SETUP)], 3) },
    { weight: 1, arbitrary: hostileText },
  ),
  cases: [
    ...['../../x', 'a/../b', '-x', '__proto__', 'constructor', 'con'].map((name) => dump({ ...SETUP, name })),
    ...['@a/../b', '@a\n* @evil', '@a # x'].map((owners) => dump({ ...SETUP, owners })),
    ...['https://a b', 'https://x:y', 'https://\u202ea'].map((url) =>
      dump({ ...SETUP, forge: { type: 'gitea', url } }),
    ),
    dump({ ...SETUP, avoid: ['0.0.0.0/0'] }),
    dump({ ...SETUP, avoid: Array(20_000).fill('10.1.0.0/16') }),
    dump({ ...SETUP, components: ['__proto__', 'toString'] }),
    `${dump(SETUP)}---\n${dump(SETUP)}`,
  ],
  few: 5,
  check: (text) => {
    const { setup, findings } = readSetup({ path: 'answers.yaml', text }, components)
    for (const each of findings)
      hold(
        each.file === 'answers.yaml' && each.line >= 1 && each.hint !== '',
        'a finding without place or remedy',
        each,
      )
    hold(setup !== undefined || hasErrors(findings), 'neither answers nor an error', findings)
    if (!setup) return
    const made = setUp(setup, { files: [], findings: [] }, components)
    if (!made || hasErrors(made.findings)) return
    const start = [...starterFiles(setup)].map(([path, content]) => ({ path, text: content }))
    const all = [...made.files, ...start]
    for (const { path } of all)
      hold(/^[\w.][\w.-]*(\/[\w.][\w.-]*)*$/.test(path) && !path.split('/').includes('..'), 'a path that leaves', path)
    const configuration = start.filter((each) => each.path === 'isthmus.yaml')
    const validated = validate(load([...made.files, ...configuration]).documents, components)
    hold(!hasErrors(validated.findings), 'files that are wrong', validated.findings)
    const owners = start.find((each) => each.path === 'CODEOWNERS')?.text ?? ''
    for (const line of owners.split('\n').filter((each) => each !== '' && !each.startsWith('#')))
      hold(line.endsWith(` ${setup.owners}`), 'an owner whom nobody named', line)
  },
})
