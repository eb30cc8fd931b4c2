import { any, count, list, objectKey, output, record, text, texts, time } from './shapes.ts'

const mistake = record(
  'Something that is wrong with the platform.',
  {
    rule: text('Stable id, `group/name`.'),
    severity: { enum: ['error', 'warning', 'info'], description: 'How bad it is.' },
    object: objectKey,
    pointer: text('JSON pointer into the object.'),
    clusters: texts('Where.'),
    evidence: text('What was seen.'),
    remedy: text('What to do about it.'),
  },
  { blueprint: count('Number of the platform rule behind it.') },
)

const quorum = record('A group that votes.', {
  name: text('Name.'),
  namespace: text('Namespace.'),
  members: list(
    record('Members in one cluster.', {
      cluster: text('Name of the cluster.'),
      region: text('Its region.'),
      count: count('How many.'),
    }),
    'By cluster.',
  ),
  sentence: text('What the loss of a region does to it; for people; may change.'),
})

const unexplained = record('A field that no policy accounts for.', {
  cluster: text('Name of the cluster.'),
  object: objectKey,
  pointer: text('JSON pointer into the object.'),
  value: any('What is there; secrets hidden.'),
  because: text('Why nothing accounts for it.'),
  proposal: { enum: ['setting', 'authored policy', 'exception'], description: 'What would.' },
})

export const importOutput = output(
  'import',
  'Import',
  'What `isthmus import --output json` prints, and `import.json` of what `--into` writes.',
  {
    environment: text('Name of the environment.'),
    observedAt: time('When it was looked at'),
    source: text('Where from.'),
    clusters: list(
      record('A cluster.', {
        name: text('Name.'),
        state: { enum: ['seen', 'reported', 'unknown'], description: 'How much of it could be seen.' },
        objects: count('Objects that were read.'),
      }),
      'Every cluster of the platform.',
    ),
    components: texts('Components that describe it.'),
    rejected: list(
      record('A component.', { component: text('Name.'), because: text('Why it does not.') }),
      'Components that looked as if they described it.',
    ),
    policies: list(
      record('An authored policy.', { name: text('Name.'), objects: count('Objects in it.') }),
      'Policies that were written for the rest.',
    ),
    notes: list(
      record('What was concluded.', {
        kind: { enum: ['saw', 'guessed', 'unseen'], description: 'How certain it is.' },
        text: text('For people; may change.'),
      }),
      'In the order of reading.',
    ),
    mistakes: list(mistake, 'Worst first.'),
    quorums: list(quorum, 'What has to keep a majority.'),
    tables: list(
      record('Facts.', {
        title: text('What they are about.'),
        columns: texts('Their heads.'),
        rows: list({ type: 'array', items: { type: 'string' } }, 'A cell a column.'),
      }),
      'For people; may change.',
    ),
    share: record('Number of fields by what accounts for them.', {
      component: count('A component.'),
      authored: count('An authored policy.'),
      server: count('The API server.'),
      default: count('A default of the API.'),
      unexplained: count('Nothing.'),
    }),
    unexplained: list(unexplained, 'Fields that nothing accounts for.'),
    unseen: list(
      record('A platform rule.', {
        blueprint: count('Its number.'),
        what: text('What it asks for.'),
        because: text('Why it could not be checked.'),
      }),
      'What could not be checked.',
    ),
  },
)
