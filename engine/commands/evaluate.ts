import { resolve } from 'node:path'
import { readCluster } from '../adapters/directory.ts'
import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { isObject, textAt } from '../model/json.ts'
import { visible } from '../model/visible.ts'
import { compare } from '../stages/compare.ts'
import { evaluate } from '../stages/evaluate.ts'
import { parseYaml, parseYamlStream } from '../stages/render/yaml.ts'
import { json } from '../stages/report/json.ts'
import { givenFile } from './given.ts'
import type { CommandDefinition } from './register.ts'

export const evaluateCommand: CommandDefinition = {
  usage: 'evaluate <policy>',
  summary: "RHACM's verdict of one Policy or ConfigurationPolicy on a directory of objects",
  options: [['--cluster <dir>', 'directory with the objects of one cluster (YAML or JSON)']],
  examples: [
    [
      'isthmus evaluate rendered/gdw/vault-cluster1.yaml --cluster must-gather/cluster1',
      'would this policy be compliant there?',
    ],
  ],
  exitTwo: 'NonCompliant',
  async run({ io, common, args, options }) {
    const file = args[0] ?? ''
    const folder = options.cluster
    if (typeof folder !== 'string') {
      throw new Failure('usage/missing-cluster', 'evaluate needs the objects of a cluster', {
        hint: 'add --cluster DIR',
      })
    }
    const policy = await readPolicy(resolve(common.directory, file), file)
    const { objects, problems } = await readCluster(resolve(common.directory, folder))
    for (const problem of problems) io.err(`${io.palette.yellow('not read')} ${visible(problem)}\n`)
    const result = evaluate(policy, objects, (template, seen) => compare(template, seen, { parseYaml }))
    if (common.output === 'json') io.out(json(result))
    else
      io.out(
        `${[result.compliant, ...result.templates.map((each) => `  ${each.compliant}: ${visible(each.message || each.reason)}`)].join('\n')}\n`,
      )
    return result.compliant === 'NonCompliant' ? 2 : 0
  },
}

async function readPolicy(path: string, shown: string): Promise<JsonObject> {
  const hint = 'name a YAML or JSON file with a Policy or ConfigurationPolicy'
  const { text } = await givenFile({ path, shown }, 'evaluate/unreadable', hint)
  const found = documentsOf(text, shown)
    .filter(isObject)
    .filter((each) => (textAt(each, 'kind') ?? '').endsWith('Policy'))
  const [policy, second] = found
  if (!policy || second) {
    throw new Failure('evaluate/no-policy', `${shown} holds ${found.length} policies`, {
      hint: 'name a file with exactly one Policy or ConfigurationPolicy',
    })
  }
  return policy
}

function documentsOf(text: string, shown: string): ReturnType<typeof parseYamlStream> {
  try {
    return parseYamlStream(text)
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
    throw new Failure('evaluate/syntax', `${shown} is no YAML: ${reason}`, { hint: 'mend the file', cause })
  }
}
