import { list, objectKey, output, record, text } from './shapes.ts'

const compliant = {
  enum: ['Compliant', 'NonCompliant', 'Unknown'],
  description: '`Unknown`: it cannot be told without a cluster, such as definitions with templates.',
} as const
const reason = text('The controller’s word, or why nothing can be told.')

export const evaluateOutput = output('evaluate', 'Verdict', 'What `isthmus evaluate --output json` prints.', {
  compliant,
  templates: list(
    record('One object template; of a Policy one policy template.', {
      compliant,
      reason,
      message: text('The controller’s words.'),
    }),
    'In their order.',
  ),
  relatedObjects: list(
    record('One object that was looked at.', { ...objectKey.properties, compliant, reason }),
    'As RHACM lists them.',
  ),
})
