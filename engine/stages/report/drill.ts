import { shortTime } from '../../model/drift-words.ts'
import type { DrillCheck, DrillEvidence, DrillPlan, DrillSample, DrillWay } from '../../model/drill.ts'
import { visible } from '../../model/visible.ts'
import { cell, code, plain } from './markdown.ts'
import { survivalMarkdown, survivalText } from './simulation.ts'
import type { Palette } from './text.ts'

const OUTCOME: Readonly<Record<DrillEvidence['outcome'], string>> = {
  planned: 'planned, nobody watched',
  'never-lost': 'watched, but the region was never lost',
  interrupted: 'interrupted before everything was back',
  back: 'lost, back, and everything as it was',
}

/** What auditors keep: when, whether it was a safe time, what was expected, what was seen. */
export function drillMarkdown(evidence: DrillEvidence): string {
  const { environment, region, plannedAt, source, outcome, anyway, samples, predicted } = evidence
  const lines = [
    `# Drill: ${plain(environment)} loses ${plain(region)}`,
    '',
    '| | |',
    '|---|---|',
    `| begun | ${plannedAt} |`,
    `| clusters | ${evidence.clusters.map((each) => cell(code(each))).join(', ')} |`,
    `| source | ${cell(code(source))} |`,
    `| outcome | ${OUTCOME[outcome]} |`,
    ...times(evidence).map(([what, at]) => `| ${what} | ${at} |`),
    '',
    `## A safe time: ${evidence.isSafe ? 'yes' : 'no'}`,
    '',
    ...evidence.checks.map((each) => `- ${each.isGreen ? 'yes' : '**no**'}: ${plain(each.sentence)}`),
    ...(anyway === null ? [] : ['', `Done anyway, because: ${plain(anyway)}`]),
    ...(samples.length === 0 ? [] : measuredMarkdown(evidence)),
    '',
    '## What was predicted',
    '',
    survivalMarkdown(predicted, []),
    '',
    '## How to cut and to bring back',
    ...evidence.ways.flatMap(wayMarkdown),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function times({ lostAt, backAt, wholeAt }: DrillEvidence): readonly (readonly [string, string])[] {
  const all = [
    ['first seen lost', lostAt],
    ['first seen back', backAt],
    ['everything whole', wholeAt],
  ] as const
  return all.flatMap(([what, at]) => (at === null ? [] : [[what, at] as const]))
}

function measuredMarkdown({ measured, samples }: DrillEvidence): readonly string[] {
  return [
    '',
    '## What was measured',
    '',
    '| service | away at least | at most | predicted | verdict |',
    '|---|---|---|---|---|',
    ...measured.map(
      ({ service, atLeast, atMost, predicted, verdict }) =>
        `| ${cell(code(service))} | ${seconds(atLeast)} | ${seconds(atMost)} | ${predicted === null ? 'stops' : `${predicted.min} to ${predicted.max} s`} | ${verdict} |`,
    ),
    '',
    ...measured.map((each) => `- ${plain(each.sentence)}`),
    '',
    '| time | region | other clusters not well |',
    '|---|---|---|',
    ...turns(samples).map((each) => `| ${each.at} | ${each.region} | ${plain(each.others.join(', '))} |`),
  ]
}

/** Only the looks that showed something else than the one before. */
function turns(samples: readonly DrillSample[]): readonly DrillSample[] {
  const shown = ({ region, others }: DrillSample) => `${region} ${others.join(' ')}`
  return samples.filter((each, i) => {
    const before = samples[i - 1]
    return before === undefined || shown(before) !== shown(each)
  })
}

function seconds(value: number | null): string {
  return value === null ? 'not known' : `${value} s`
}

function wayMarkdown({ title, why, cut, back }: DrillWay): readonly string[] {
  const block = (commands: readonly string[]) => [
    '```sh',
    ...commands.map((each) => visible(each).replaceAll('```', "'''")),
    '```',
  ]
  return ['', `### ${plain(title)}`, '', `${plain(why)}.`, '', ...block(cut), '', 'Back:', '', ...block(back)]
}

/** For a terminal: the checks, then what is to be done and expected. */
export function drillPlanText(plan: DrillPlan, paint: Palette): string {
  const lines = [
    `${paint.bold(visible(plan.environment))} loses ${visible(plan.region)}: ${plan.isSafe ? paint.green('now is a safe time') : paint.red('now is not a safe time')}`,
    ...plan.checks.map((each) => checkText(each, paint)),
    ...(plan.anyway === null ? [] : [paint.yellow(`  done anyway, because: ${visible(plan.anyway)}`)]),
  ]
  if (!plan.isSafe && plan.anyway === null) return `${lines.join('\n')}\n`
  const ways = plan.ways.flatMap(({ title, why, cut, back }) => [
    '',
    `${paint.bold(visible(title))}: ${paint.dim(visible(why))}`,
    ...cut.map((each) => `  $ ${visible(each)}`),
    ...back.map((each, i) => `  ${i === 0 ? 'back' : '    '} $ ${visible(each)}`),
  ])
  return `${[...lines, ...ways, '', survivalText(plan.predicted, [], paint)].join('\n').trimEnd()}\n`
}

function checkText({ isGreen, sentence }: DrillCheck, paint: Palette): string {
  return `  ${isGreen ? paint.green('ok ') : paint.red('no ')} ${visible(sentence)}`
}

export function sampleText({ at, region, others, readings }: DrillSample): string {
  const failed = [...new Set(readings.filter((each) => !each.canWrite).map((each) => each.service))]
  const words = [
    `the region is ${region}`,
    ...(others.length > 0 ? [`not well elsewhere: ${others.join(', ')}`] : []),
    ...(failed.length > 0 ? [`no writes: ${failed.join(', ')}`] : []),
  ]
  return visible(`${shortTime(at).slice(0, 10)} ${at.slice(11, 19)} ${words.join('; ')}`)
}

export function drillOutcomeText({ outcome, measured }: DrillEvidence, paint: Palette): string {
  const lines = [
    paint.bold(OUTCOME[outcome]),
    ...measured.map(
      ({ verdict, sentence }) => `  ${verdict === 'longer' ? paint.red(verdict) : verdict}  ${visible(sentence)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
