import type { NoiseRule } from '../../engine/model/noise-rules/noise-rule.ts'
import { NOISE_RULES } from '../../engine/model/noise-rules.ts'
import { code, row } from './table.ts'

const INTRODUCTION = `# Noise rules

Made by \`npm run docs\` from the code; do not edit. After this page you know which differences are hidden from a drift report, and why.

Known programs write into objects. These rules hide exactly that; every report counts what they hid. They look at fields of objects that exist: none can hide
that an object is missing, or must not be there. Switch one off by its id:

\`\`\`yaml
# isthmus.yaml
apiVersion: isthmus.dev/v1alpha1
kind: Configuration
drift: { noise: { disable: [server/default] } }
\`\`\`

In pointers \`*\` is any text of one step, \`**\` any number of steps.
`

export function noisePage(): string {
  return [
    INTRODUCTION,
    '| rule | hides | where | why | source |',
    '|---|---|---|---|---|',
    ...NOISE_RULES.map(ruleRow),
    '',
  ].join('\n')
}

function ruleRow(rule: NoiseRule): string {
  const kinds =
    rule.kinds === undefined ? 'every kind' : rule.kinds.map((each) => code(each.replace(/^\//, ''))).join(', ')
  const marks = (rule.marked ?? []).map((each) =>
    code(each.value === undefined ? each.key : `${each.key}=${each.value}`),
  )
  const marked = marks.length === 0 ? '' : `; only with ${marks.join(' or ')}`
  const where = `${kinds}: ${rule.pointers.map(code).join(', ')}${marked}`
  return row([code(rule.id), conditionOf(rule), where, rule.reason, rule.source ?? ''])
}

function conditionOf({ when }: NoiseRule): string {
  switch (when.is) {
    case 'unasked':
      return 'what nobody asked for'
    case 'default':
      return 'what nobody asked for, or asked for as empty, and the server or the kind’s schema fills in'
    case 'copy':
      return `what nobody asked for, and equals ${code(when.of)}`
    case 'one-of':
      return `what nobody asked for, and is ${when.values.map((each) => code(JSON.stringify(each))).join(', ')}`
    case 'text':
      return `what nobody asked for, of the form ${code(when.form)}`
    case 'items':
      return `list items that nobody asked for, named ${code(when.named)}`
    case 'rewritten':
      return `the same ${when.as} in other writing`
    case 'placeholder':
      return `what somebody else fills in for ${when.values.map((each) => code(JSON.stringify(each))).join(', ')}`
    case 'omitted':
      return 'an empty value for which the server keeps nothing'
    case 'left-empty':
      return 'what the server chose, where an empty value was asked for'
    case 'policy-types':
      return 'policy types that follow from the rules'
    case 'autoscaled':
      return 'what an autoscaler wrote within its bounds; never of a stateful policy'
    case 'owner-written':
      return 'what the object’s owner wrote, and nobody asked for'
  }
}
