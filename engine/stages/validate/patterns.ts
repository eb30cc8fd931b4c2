import { IMAGE_REFERENCE } from '../../model/catalog.ts'
import { DOMAIN } from '../../model/environment.ts'
import { objectName } from '../../model/object-name.ts'

export const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'

const LOWER = 'lower-case letters, digits and hyphens, with a letter or digit at both ends'
const LOWER_OR_DOT = 'lower-case letters, digits, hyphens and dots, with a letter or digit at both ends'

/** Patterns that appear in the kinds, in words; of the others an example says what is meant. */
const WORDS: Readonly<Record<string, string>> = {
  [DNS_LABEL]: LOWER,
  '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$': LOWER,
  [objectName.pattern]: LOWER_OR_DOT,
  '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$': LOWER_OR_DOT,
  '^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$': LOWER_OR_DOT,
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$':
    'a DNS domain in lower case, such as example.com',
  [DOMAIN]: 'a DNS domain in lower case, such as example.com, of parts of at most 63 characters',
  '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/\\d{1,2}$': 'an IPv4 network, such as 10.128.0.0/14',
  '^[^/]+/[^/]+$': 'two regions with a slash between them, such as us-east-1/us-east-2',
  '^[A-Za-z_][A-Za-z0-9_]*$': 'the name of an environment variable, such as ISTHMUS_TOKEN',
  '^[A-Za-z][A-Za-z0-9_-]*$': 'letters, digits, hyphens and underscores, and begin with a letter',
  '^[a-z][a-z0-9_]*$': 'lower-case letters, digits and underscores, and begin with a letter',
  '^[a-z][a-z0-9]*$': 'lower-case letters and digits, and begin with a letter',
  '^[^@\\s]+@[^@\\s]+$': 'an e-mail address',
  '^@[A-Za-z0-9][A-Za-z0-9._/-]*$': 'an account or a team, such as @ada or @acme/platform',
  '^[^:\\s]+$': 'text without colons and spaces',
  '^[1-9][0-9]*h$': 'hours, such as 720h',
  '^[1-9]\\d*h$': 'hours, such as 720h',
  '^(watch|never|([0-9]+(h|m|s))+)$': 'a duration such as 10m or 1h30m, `watch` or `never`',
  '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$': 'a time of the clock in four digits, such as 07:00',
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$': 'a day, such as 2026-12-24',
  '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z)?$':
    'a day or a time in UTC, such as 2026-12-01 or 2026-12-01T06:00:00Z',
  '^https?://': 'an address that begins with https://',
  '^(/.*)?$': 'a JSON pointer, such as /spec/replicas',
  [IMAGE_REFERENCE]:
    'an image, such as registry.example.com/vault:1.19.0 or registry.example.com/vault@sha256:<64 of 0-9a-f>',
  '^[^\\s/@]+(/[^\\s/@]+)*$': 'the beginning of images, without https://, such as mirror.example.com/hashicorp',
  '^-----BEGIN CERTIFICATE-----': 'a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----',
}

/** What text has to be that a pattern holds. */
export function patternWords(pattern: string, example: unknown): string {
  const words = Object.hasOwn(WORDS, pattern) ? WORDS[pattern] : undefined
  if (words !== undefined) return words
  return typeof example === 'string' ? `written like ${example}` : `text that matches ${pattern}`
}
