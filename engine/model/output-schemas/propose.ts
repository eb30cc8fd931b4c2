import { plan } from './plan.ts'
import { count, findings, flag, list, output, record, text, texts } from './shapes.ts'

const proposal = record(
  'The pull request.',
  {
    number: count('Its number on the forge.'),
    state: { enum: ['open', 'merged', 'closed'], description: 'As the forge has it.' },
    url: text('Where people read it.'),
    marker: text('What it is about, hidden in its text.'),
    branch: text('Branch that is proposed.'),
    base: text('Branch that it would be merged into.'),
    title: text('For people; may change.'),
    body: text('Markdown, for people; may change.'),
    labels: texts('Labels on the forge.'),
  },
  { endedAt: text('When it was merged or closed (RFC 3339, UTC).'), identity: text('Digest of what it proposes.') },
)

const OUTCOMES = [
  'created',
  'updated',
  'unchanged',
  'nothing',
  'limited',
  'foreign',
  'quiet',
  'other-version',
  'no-upgrade',
] as const

const published = record(
  'What became of it on the forge.',
  {
    outcome: {
      enum: OUTCOMES,
      description:
        '`nothing`: what is merged is current; `limited`: enough are open; `foreign`: a person has committed on its branch; `quiet`: a person closed exactly this; `other-version`: `isthmus upgrade` would propose it; `no-upgrade`, of `upgrade` alone: no other version made what is merged.',
    },
  },
  {
    proposal,
    commit: { description: 'Commit of its branch; where a person has committed: that commit.' },
    unasked: texts('Reviewers and assignees whom the forge could not ask.'),
    closed: flag('The open proposal was closed, since nothing is left to propose.'),
    limit: text('With `limited`: which limit.'),
    most: count('With `limited`: how many there may be.'),
    until: text('With `limited` and `quiet`: when it may be opened (RFC 3339, UTC).'),
    made: text(
      'With `other-version` and `no-upgrade`: the version that made `rendered/`, empty where nothing is merged.',
    ),
  },
)

const wave = record(
  'The part of the change that is proposed now.',
  { next: texts('Regions whose turn comes later, in order.') },
  { region: text('Region whose turn it is; absent where nothing has to wait.') },
)

export const proposeOutput = output(
  'propose',
  'Proposals',
  'What `isthmus propose --output json` prints, and `upgrade`.',
  {
    findings,
    proposals: list(
      record('One environment.', { environment: text('Name of the environment.'), plan, wave, published }),
      'One an environment; none where a finding is an error.',
    ),
  },
)
