import { components } from '../../policies/index.ts'
import { Failure } from '../model/failure.ts'
import { didYouMean } from '../model/suggest.ts'
import { json } from '../stages/report/json.ts'
import { schemaKinds } from '../stages/validate/kinds.ts'
import type { CommandDefinition } from './register.ts'

export const schemaCommand: CommandDefinition = {
  usage: 'schema [kind]',
  summary: 'the JSON Schema of a kind, for editors and programs; without a kind, their names',
  examples: [
    ['isthmus schema', 'which kinds there are'],
    ['isthmus schema Environment > environment.schema.json', 'for an editor that completes and checks YAML'],
  ],
  run({ io, common, args }) {
    const kinds = schemaKinds(components)
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
