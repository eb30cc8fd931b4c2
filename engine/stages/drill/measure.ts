import type { DrillSample, Measured, WriteReading } from '../../model/drill.ts'
import type { Span } from '../../model/stretched.ts'
import type { Survival } from '../../model/survival.ts'

/** What the probes saw, against what was predicted. Between two readings nobody looked, so a time is a pair of bounds. */
export function measured(samples: readonly DrillSample[], predicted: Survival): readonly Measured[] {
  return predicted.services.map((service) => {
    const span = service.failover?.total ?? null
    return measure(service.name, readingsOf(service.name, samples), span)
  })
}

/** Each result of a probe once, however often it was looked at, in order of its time. */
function readingsOf(service: string, samples: readonly DrillSample[]): readonly WriteReading[] {
  const found = new Map<string, WriteReading>()
  for (const { readings } of samples)
    for (const each of readings) if (each.service === service) found.set(`${each.cluster} ${each.time}`, each)
  return [...found.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
}

function measure(service: string, readings: readonly WriteReading[], predicted: Span | null): Measured {
  const base = { service, readings: readings.length, predicted }
  const failed = readings.filter((each) => !each.canWrite)
  const [first] = failed
  const last = failed.at(-1)
  if (readings.length < 2) {
    const sentence = `${service}: fewer than two results of its probe were seen, so nothing was measured`
    return { ...base, atLeast: null, atMost: null, verdict: 'not-measured', sentence }
  }
  if (first === undefined || last === undefined) {
    const gap = longestGap(readings)
    const verdict = predicted !== null && gap <= predicted.max ? 'within' : 'unclear'
    const sentence = `${service}: every one of ${readings.length} results could write; up to ${gap} s lay between two of them${limit(predicted)}`
    return { ...base, atLeast: 0, atMost: gap, verdict, sentence }
  }
  const before = readings.filter((each) => each.canWrite && each.time < first.time).at(-1)
  const after = readings.find((each) => each.canWrite && each.time > last.time)
  const atLeast = seconds(first, last)
  const atMost = before === undefined || after === undefined ? null : seconds(before, after)
  const isLonger = predicted === null || atLeast > predicted.max
  const verdict = isLonger ? 'longer' : atMost !== null && atMost <= predicted.max ? 'within' : 'unclear'
  const most = atMost === null ? 'and no result shows the end' : `and at most ${atMost} s`
  const sentence = `${service}: writes were away for at least ${atLeast} s ${most}${limit(predicted)}`
  return { ...base, atLeast, atMost, verdict, sentence }
}

function limit(predicted: Span | null): string {
  return predicted === null ? '; it was predicted to stop' : `; predicted are ${predicted.min} to ${predicted.max} s`
}

function longestGap(readings: readonly WriteReading[]): number {
  return Math.max(0, ...readings.slice(1).map((each, i) => seconds(readings[i] ?? each, each)))
}

function seconds(from: WriteReading, to: WriteReading): number {
  return Math.round((Date.parse(to.time) - Date.parse(from.time)) / 1000)
}
