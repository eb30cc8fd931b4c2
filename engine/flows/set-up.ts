import { parseCidr } from '../model/cidr.ts'
import { completeSetup } from '../model/complete-setup.ts'
import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { finding, hasErrors, sortFindings } from '../model/finding.ts'
import type { Setup } from '../model/setup.ts'
import { setupSchema } from '../model/setup.ts'
import { suggestion } from '../model/suggest.ts'
import { load } from '../stages/load.ts'
import { environmentFiles } from '../stages/scaffold/environment.ts'
import { conforming } from '../stages/validate/conforming.ts'
import type { ReadFiles } from './expand-all.ts'
import { expandAll } from './expand-all.ts'
import type { Taken } from './wizard/answers.ts'
import { takenBy } from './wizard/answers.ts'

/** What environments of a repository have already; what is wrong with them is for `setUp` to say. */
export function takenIn(read: ReadFiles, components: readonly Component[]): Taken {
  return takenBy(expandAll(read, components).desired.environments.map((each) => each.value))
}

export interface SetUp {
  readonly files: readonly SourceFile[]
  /** Of the repository as it would be. */
  readonly findings: readonly Finding[]
}

/** The files of a new environment, proved in the repository that it joins; undefined where no networks are free. */
export function setUp(setup: Setup, read: ReadFiles, components: readonly Component[]): SetUp | undefined {
  const taken = takenIn(read, components).networks.flatMap((each) => parseCidr(each) ?? [])
  const complete = completeSetup(setup, components, taken)
  if (!complete) return undefined
  const files = environmentFiles(complete, components)
  const whole = { files: [...read.files, ...files], findings: read.findings }
  const { findings } = expandAll(whole, components, setup.name)
  return { files, findings }
}

export interface ReadSetup {
  /** Absent where a finding is an error. */
  readonly setup?: Setup
  readonly findings: readonly Finding[]
}

/** Answers that somebody wrote into a file, held against their schema. */
export function readSetup(file: SourceFile, components: readonly Component[]): ReadSetup {
  const loaded = load([file])
  const { valid, findings } = conforming(setupSchema, loaded.documents)
  const names = components.map((each) => each.name)
  const unknown = valid.flatMap(({ value, document }) =>
    (value.components ?? []).flatMap((name, i) => {
      if (names.includes(name)) return []
      const place = document.locate(`/components/${i}`)
      return [
        finding(
          'environment/unknown-component',
          place,
          `there is no component \`${name}\``,
          suggestion(name, names, 'remove it'),
        ),
      ]
    }),
  )
  const none =
    loaded.documents.length === 0 && !hasErrors(loaded.findings)
      ? [
          finding(
            'document/not-a-map',
            { file: file.path, line: 1, column: 1 },
            'the file holds no answers',
            'see `isthmus schema Setup`',
          ),
        ]
      : []
  const all = sortFindings([...loaded.findings, ...findings, ...unknown, ...none])
  const [first] = valid
  return first && !all.some((each) => each.severity === 'error')
    ? { setup: first.value, findings: all }
    : { findings: all }
}
