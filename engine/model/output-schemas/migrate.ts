import { flag, list, manifests, output, record, text, texts } from './shapes.ts'

const rule = record(
  'A PlacementRule.',
  {
    namespace: text('Its namespace.'),
    rule: text('Its name.'),
    before: texts('Clusters that it chooses.'),
    after: texts('Clusters that its Placement chooses.'),
    isProven: flag('Both are the same for certain.'),
    notes: texts('What a person has to know.'),
  },
  { placement: text('Name of the Placement that takes its place.') },
)

const subject = record('A Policy or PolicySet.', {
  subject: text('What is bound.'),
  before: texts('Clusters that it is on.'),
  between: texts('Clusters while both are there.'),
  after: texts('Clusters at the end.'),
  isKept: flag('It never leaves a cluster.'),
})

export const migrateOutput = output('migrate', 'Migration', 'What `isthmus migrate placements --output json` prints.', {
  rules: list(rule, 'PlacementRules.'),
  subjects: list(subject, 'What they place.'),
  added: manifests('What the first pull request adds.'),
  removed: manifests('What the second one removes.'),
})
