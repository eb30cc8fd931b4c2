import fc from 'fast-check'
import { dump, loadAll } from 'js-yaml'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../../engine/model/document.ts'
import { hasErrors } from '../../../engine/model/finding.ts'
import type { Json } from '../../../engine/model/json.ts'
import { load } from '../../../engine/stages/load.ts'
import { render } from '../../../engine/stages/render.ts'
import { validate } from '../../../engine/stages/validate.ts'
import { components } from '../../../policies/index.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { FILES } from '../repositories.ts'
import { hold, target } from '../target.ts'

const written = (value: Json) =>
  (Array.isArray(value) ? value : [value]).map((each) => dump(each, { noRefs: true, lineWidth: -1 })).join('---\n')

/** One file of the desired state, edited as text or as a value. */
const edited: fc.Arbitrary<SourceFile> = fc.constantFrom(...FILES).chain(({ path, text }) =>
  fc.oneof(
    mutatedText([text]).map((each) => ({ path, text: each })),
    mutatedJson([loadAll(text) as Json[]]).map((each) => ({ path, text: written(each) })),
  ),
)
const extra = fc.record({
  path: fc.constantFrom('environments/x.yaml', 'policies/x/y.yaml', 'catalog.yaml'),
  text: hostileText,
})

function filesOf(changed: readonly SourceFile[]): readonly SourceFile[] {
  const paths = new Set(changed.map((each) => each.path))
  return [...FILES.filter((each) => !paths.has(each.path)), ...changed]
}

export const validation = target({
  name: 'validate',
  holds: 'any desired state gives findings, each with a file, a place and a remedy',
  input: fc.array(fc.oneof({ weight: 5, arbitrary: edited }, extra), { minLength: 1, maxLength: 2 }),
  few: 15,
  check: (input) => {
    const files = filesOf(input)
    const { findings } = validate(load(files).documents, components)
    const known = new Set(files.map((each) => each.path))
    for (const each of findings) {
      const isKnown = known.has(each.file) || /^(environments|placements|policies)\//.test(each.file)
      hold(isKnown && each.line >= 1, 'a finding without a place', each)
      hold(each.rule.includes('/') && each.message !== '' && each.hint !== '', 'a finding without remedy', each)
    }
  },
})

export const expansion = target({
  name: 'expand',
  holds: 'any desired state gives a plan whose files stay in their folder, or errors',
  input: fc.array(edited, { minLength: 1, maxLength: 2 }),
  few: 4,
  check: (input) => {
    const expanded = expandAll({ files: filesOf(input), findings: [] }, components)
    if (hasErrors(expanded.findings)) return
    for (const { plan } of expanded.environments)
      for (const path of render(plan, '0.1.0').keys())
        hold(/^[a-z0-9.-]+$/i.test(path) && !path.includes('..'), 'a path that leaves the folder', path)
  },
})
