import { count, flag, list, nullable, output, record, span, text, texts } from './shapes.ts'

const failover = {
  ...record(
    'How long it is away; null where nobody takes over, or nothing is lost.',
    {
      terms: list(
        record('One addend.', {
          name: text('What takes time.'),
          seconds: span('Seconds.'),
          source: text('Where the figures come from.'),
        }),
        'What is added up.',
      ),
      total: span('Seconds in all.'),
    },
    { expected: record('What runs of it lead to expect.', { seconds: span('Seconds.'), source: text('Which runs.') }) },
  ),
  type: ['object', 'null'],
} as const

const service = record('What stays of a stretched service.', {
  name: text('Name.'),
  voters: count('Members that vote.'),
  quorum: count('How many must answer.'),
  left: count('Voters that answer after the loss, in the worst placement.'),
  tolerance: { type: 'integer', description: 'How many more may be lost; negative: it has stopped.' },
  survives: flag('It goes on.'),
  clusters: list(
    record('Its members in a cluster.', {
      cluster: text('Name of the cluster.'),
      members: count('Before.'),
      left: count('Afterwards.'),
    }),
    'By cluster.',
  ),
  source: record(
    'Where its voters are known from.',
    { kind: { enum: ['observed', 'assumed'], description: 'From its probe, or from the environment.' } },
    { ageSeconds: { type: 'number', description: 'How old the reading is.' } },
  ),
  failover,
  commit: {
    ...record('How long each write waits for other regions; null where it has stopped.', {
      milliseconds: span('Milliseconds.'),
      source: text('Where the figures come from.'),
    }),
    type: ['object', 'null'],
  },
  notes: texts('For people; may change.'),
})

const endpoint = record('A global name.', {
  host: text('The name.'),
  service: nullable('Service behind it.'),
  clusters: texts('Clusters that answer for it.'),
  left: texts('Those that still do.'),
  survives: flag('Somebody does.'),
  failover,
  notes: texts('For people; may change.'),
})

const survival = {
  environment: text('Name of the environment.'),
  lost: texts('What was lost.'),
  survives: flag('Every service and name goes on.'),
  services: list(service, 'Stretched services.'),
  endpoints: list(endpoint, 'Global names.'),
  total: span('Seconds that users may wait at most.'),
  longest: {
    ...record('The longest addend; null where nobody waits.', {
      name: text('What takes time.'),
      of: text('Service or name.'),
      seconds: { type: 'number', description: 'How long.' },
    }),
    type: ['object', 'null'],
  },
  weakest: {
    ...record('What breaks first.', { name: text('Service or name.'), why: text('For people; may change.') }),
    type: ['object', 'null'],
  },
} as const

export const survivalRecord = record('The loss of one region.', survival)

const notes = texts('What could not be observed.')

export const survivalOutput = output(
  'survival',
  'Survival',
  'What `isthmus simulate --lose WHAT --output json` prints.',
  { ...survival, notes },
)

export const casesOutput = output('cases', 'Survival of each loss', 'What `isthmus simulate --output json` prints.', {
  environment: text('Name of the environment.'),
  cases: list(
    record('One loss.', { promised: flag('`spec.survive` promises it.'), survival: survivalRecord }),
    'Each region, and each region with the worst further node.',
  ),
  notes,
})
