import type { ScalarEvent } from 'js-yaml'
import { getScalarValue, SCALAR_STYLE } from 'js-yaml'
import type { Built } from './anchors.ts'
import type { Report } from './problem.ts'
import { problem, quoted } from './problem.ts'
import type { PlainScalar, Scalar } from './scalar.ts'
import { resolvePlain, resolveTagged } from './scalar.ts'

/** Where a scalar begins in the file, its opening quote included; -1 for an empty one. */
export function startOf(text: string, event: ScalarEvent): number {
  if (event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED)
    return event.valueStart - 1
  if (event.style === SCALAR_STYLE.PLAIN || event.valueStart < 0) return event.valueStart
  let at = event.valueStart
  while (at < event.valueEnd && /\s/.test(text.charAt(at))) at += 1
  return at
}

function scalar(value: Scalar, text: string): Built {
  return { value, nodes: 1, height: 0, text }
}

function reportAmbiguous(at: number, text: string, found: PlainScalar, isKey: boolean, report: Report): void {
  const { ambiguous } = found
  if (ambiguous === undefined) return
  // A key is text to everyone, unless its 1.1 reading is written differently (`on` becomes `true`).
  if (isKey && (/^[yn]$/i.test(text) || ambiguous.by11 === 'a date' || ambiguous.by11 === 'text')) return
  report(
    problem(
      at,
      'yaml/ambiguous-scalar',
      `${quoted(text)} is ${ambiguous.by12} in YAML 1.2 and ${ambiguous.by11} in YAML 1.1`,
      `quote it where text is meant (\`"${text}"\`), else write it so that both agree (\`true\`, \`false\`, a decimal number)`,
      'mild',
    ),
  )
}

function reportNumber(at: number, text: string, value: number, report: Report): Scalar {
  if (!Number.isFinite(value)) {
    report(
      problem(
        at,
        'yaml/not-json',
        `${quoted(text)} has no JSON value`,
        'Kubernetes cannot hold it; quote it where text is meant',
      ),
    )
    return text
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/i.test(text))
    report(
      problem(
        at,
        'yaml/number-precision',
        `${quoted(text)} is too large to be kept exactly`,
        'quote it where text is meant',
        'warning',
      ),
    )
  return Object.is(value, -0) ? 0 : value
}

/** The value of a scalar, reporting what readers would not agree on. */
export function readScalar(source: string, event: ScalarEvent, isKey: boolean, report: Report): Built {
  const text = getScalarValue(source, event)
  if (event.tagStart >= 0) {
    const tag = source.slice(event.tagStart, event.tagEnd)
    const value = resolveTagged(tag, text)
    if (value !== undefined)
      return scalar(typeof value === 'number' ? reportNumber(event.tagStart, text, value, report) : value, text)
    report(
      problem(
        event.tagStart,
        'yaml/tag',
        `tag ${quoted(tag)} is not supported for ${quoted(text)}`,
        'remove the tag; write the value as plain YAML',
      ),
    )
    return scalar(text, text)
  }
  if (event.style !== SCALAR_STYLE.PLAIN) return scalar(text, text)
  const found = resolvePlain(text)
  if (typeof found.value === 'string' && found.ambiguous === undefined) return scalar(text, text)
  reportAmbiguous(event.valueStart, text, found, isKey, report)
  if (isKey || typeof found.value !== 'number') return scalar(found.value, text)
  return scalar(reportNumber(event.valueStart, text, found.value, report), text)
}
