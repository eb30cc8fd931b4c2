import { resolve } from 'node:path'
import { readCluster } from '../adapters/directory.ts'
import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isObject, textAt } from '../model/json.ts'
import { visible } from '../model/visible.ts'
import { compare } from '../stages/compare.ts'
import { evaluate } from '../stages/evaluate.ts'
import { unparsed } from '../stages/load/unparsed.ts'
import { parseYaml, parseYamlStream } from '../stages/render/yaml.ts'
import { findingsJson, json } from '../stages/report/json.ts'
import { givenFile } from './given.ts'
import { printFindings } from './print-findings.ts'
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
  exitTwo: 'NonCompliant, or a policy that does not parse',
  async run({ io, common, args, options }) {
    const file = args[0] ?? ''
    const folder = options.cluster
    if (typeof folder !== 'string') {
      throw new Failure('usage/missing-cluster', 'evaluate needs the objects of a cluster', {
        hint: 'add --cluster DIR',
      })
    }
    const given = await givenFile({ path: resolve(common.directory, file), shown: file }, 'evaluate/unreadable', HINT)
    const documents = documentsIn(given)
    if ('rule' in documents) {
      if (common.output === 'json') io.out(findingsJson([documents]))
      else printFindings(io, [documents], [given])
      return 2
    }
    const policy = policyAmong(documents, file)
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

const HINT = 'name a YAML or JSON file with a Policy or ConfigurationPolicy'

function policyAmong(documents: readonly Json[], shown: string): JsonObject {
  const found = documents.filter(isObject).filter((each) => (textAt(each, 'kind') ?? '').endsWith('Policy'))
  const [policy, second] = found
  if (!policy || second) {
    throw new Failure('evaluate/no-policy', `${shown} holds ${found.length} policies`, {
      hint: 'name a file with exactly one Policy or ConfigurationPolicy',
    })
  }
  return policy
}

function documentsIn(file: SourceFile): readonly Json[] | Finding {
  try {
    return parseYamlStream(file.text)
  } catch {
    return unparsed(file)
  }
}
