import { flag, list, output, record, text, texts } from './shapes.ts'

export const gateChecks = list(
  record('One condition.', {
    rule: text('Stable id, `group/name`.'),
    isGreen: flag('It is met.'),
    sentence: text('What was found, for people; may change.'),
  }),
  'In the order of reading.',
)

export const gateOutput = output('gate', 'Gate', 'What `isthmus gate --output json` prints.', {
  environment: text('Name of the environment.'),
  regions: texts('Regions that the change is about.'),
  isGreen: flag('All checks are; if not, the exit code is 2.'),
  checks: gateChecks,
})
