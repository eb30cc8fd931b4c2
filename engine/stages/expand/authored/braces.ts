import { escapeBraces } from '../../../model/traced.ts'

/** Which braces of a manifest RHACM is to execute. */
export type Braces = 'none' | 'managed' | 'hub' | 'both'

/** Text for RHACM in which only the braces that were asked for are executed; the others print themselves. */
export function executed(text: string, braces: Braces): string {
  if (braces === 'both') return text
  if (braces === 'none') return escapeBraces(text)
  const literal = braces === 'managed' ? /\{\{(?=hub)/g : /\{\{(?!hub)/g
  return text.replaceAll(literal, '{{ `{{` }}')
}
