import { components } from '../../policies/index.ts'
import { Failure } from '../model/failure.ts'
import { outputSchemas } from '../model/output-schemas.ts'
import { didYouMean } from '../model/suggest.ts'
import { json } from '../stages/report/json.ts'
import { schemaKinds } from '../stages/validate/kinds.ts'
import type { CommandDefinition } from './register.ts'

export const schemaCommand: CommandDefinition = {
  usage: 'schema [kind]',
  summary:
    'the JSON Schema of a kind that people write, or of an output that programs read; without a name, all of them',
  examples: [
    ['isthmus schema', 'which kinds there are'],
    ['isthmus schema drift', 'what `drift --output json` promises'],
    ['isthmus schema Environment > environment.schema.json', 'for an editor that completes and checks YAML'],
  ],
  run({ io, common, args }) {
    const kinds = new Map<string, unknown>([...schemaKinds(components), ...Object.entries(outputSchemas)])
    const [wanted] = args
    if (wanted === undefined) {
      io.out(common.output === 'json' ? json([...kinds.keys()]) : `${[...kinds.keys()].join('\n')}\n`)
      return Promise.resolve(0)
    }
    const name = [...kinds.keys()].find((each) => each.toLowerCase() === wanted.toLowerCase())
    const schema = name === undefined ? undefined : kinds.get(name)
    if (schema === undefined) {
      const meant = didYouMean(wanted, [...kinds.keys()])
      throw new Failure('usage/unknown-kind', `there is no kind ${wanted}`, {
        hint: meant === undefined ? `there are: ${[...kinds.keys()].join(', ')}` : `did you mean ${meant}?`,
      })
    }
    io.out(json(schema))
    return Promise.resolve(0)
  },
}
