import { components } from '../../policies/index.ts'
import { writeOwned } from '../adapters/files.ts'
import { count } from '../model/count.ts'
import { Failure } from '../model/failure.ts'
import type { Json } from '../model/json.ts'
import { outputSchemas } from '../model/output-schemas.ts'
import { setupSchema } from '../model/setup.ts'
import { didYouMean } from '../model/suggest.ts'
import { json } from '../stages/report/json.ts'
import { editorSchemas } from '../stages/scaffold/editor-schemas.ts'
import { SCHEMA_FOLDER } from '../stages/scaffold/schema-header.ts'
import { schemaKinds } from '../stages/validate/kinds.ts'
import type { Io } from './io.ts'
import type { CommonOptions } from './options.ts'
import { packageVersion } from './package.ts'
import type { CommandDefinition } from './register.ts'

/** Every schema by its name: what people write, what `init --answers` reads, what programs read. */
function allSchemas(): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...schemaKinds(components),
    ['Setup', setupSchema.literal],
    ...Object.entries(outputSchemas),
  ])
}

export const schemaCommand: CommandDefinition = {
  usage: 'schema [kind]',
  summary:
    'the JSON Schema of a kind that people write, or of an output that programs read; without a name, all of them',
  words: [...allSchemas().keys()],
  options: [['--write', `bring ${SCHEMA_FOLDER}/ up to date, which editors read`]],
  examples: [
    ['isthmus schema', 'which kinds there are'],
    ['isthmus schema drift', 'what `drift --output json` promises'],
    ['isthmus schema Environment > environment.schema.json', 'for an editor that completes and checks YAML'],
    ['isthmus schema --write', 'after an upgrade: the schemas that the first lines of files name'],
  ],
  async run({ io, common, args, options }) {
    const kinds = allSchemas()
    const [wanted] = args
    if (options.write === true) return await writeSchemas(io, common, wanted)
    if (wanted === undefined) {
      io.out(common.output === 'json' ? json([...kinds.keys()]) : `${[...kinds.keys()].join('\n')}\n`)
      return 0
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
    return 0
  },
}

async function writeSchemas(io: Io, common: CommonOptions, kind: string | undefined): Promise<0> {
  if (kind !== undefined) {
    throw new Failure('usage/schema', '--write writes the schemas of all kinds, not of one', {
      hint: `leave ${kind} out`,
    })
  }
  const files = editorSchemas(schemaKinds(components) as ReadonlyMap<string, Json>, packageVersion())
  const { written, removed, unchanged } = await writeOwned(common.directory, SCHEMA_FOLDER, files)
  if (common.output === 'json') io.out(json({ folder: SCHEMA_FOLDER, written, removed, unchanged }))
  else if (!common.quiet)
    io.out(
      `${SCHEMA_FOLDER}: ${count(written.length, 'file')} written, ${removed.length} removed, ${unchanged} as they were\n`,
    )
  return 0
}
