import { readFloat, readInteger } from '../../../model/go-numbers.ts'
import { readTimestamp } from '../scalar.ts'

const WORDS =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)?$/
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/
const INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?: |$)|---|\.\.\.| )|:(?: |$)| #| $/
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]/u

/** Whether yaml.v3 writes this text with quotes, or as a block: as it stands, another value or no value would be read. */
export function isQuoted(text: string): boolean {
  if (WORDS.test(text) || BASE_60.test(text) || INDICATOR.test(text) || UNPRINTABLE.test(text)) return true
  return /^[-+.\d]/.test(text) && [readInteger, readFloat, readTimestamp].some((read) => read(text) !== undefined)
}
