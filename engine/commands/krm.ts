import { readNamed } from '../adapters/files/named.ts'
import { kustomizeBuilder } from '../adapters/kustomize.ts'
import { expandGenerator } from '../flows/expand-generator.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import { readResourceList, resourceList } from '../stages/krm.ts'
import { printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'

const SHOWN = 'functionConfig'

export const krmCommand: CommandDefinition = {
  usage: 'krm',
  summary:
    'an exec KRM function: a ResourceList with a PolicyGenerator as functionConfig on stdin, with its objects on stdout',
  examples: [
    ['isthmus krm < resource-list.yaml', 'paths are relative to the directory that it is started in, or to -C'],
    [
      'kustomize build --enable-alpha-plugins --enable-exec .',
      'with an executable beside the kustomization that runs `isthmus krm`',
    ],
  ],
  exitTwo: 'a finding of severity error',
  async run({ io, common }) {
    if (!io.stdin) throw new Failure('krm/no-input', 'there is no standard input', { hint: 'give it a ResourceList' })
    const list = readResourceList(await io.stdin())
    if ('problem' in list)
      throw new Failure('krm/resource-list', list.problem, { hint: 'Kustomize writes it; see --help for its call' })
    const file = { path: SHOWN, text: list.functionConfig }
    const kustomize = kustomizeBuilder(io.env.PATH ?? '')
    const read = (paths: readonly string[]) => readNamed(common.directory, paths, kustomize)
    const { objects, findings } = await expandGenerator(file, read, (each) => each)
    printFindings(io, findings, [file], common.verbose)
    io.out(resourceList(list.items, objects, findings))
    return hasErrors(findings) ? 2 : 0
  },
}
