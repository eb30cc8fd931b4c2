/** Words that some reader of YAML takes for something else than text. */
const WORDS = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'null'])

/** Text as a YAML scalar that readers of YAML 1.1 and 1.2 read alike, in block and flow style. */
export function scalar(text: string): string {
  const isPlain = /^[a-z][a-z0-9._/-]*$/i.test(text) && !WORDS.has(text.toLowerCase())
  return isPlain || /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) ? text : JSON.stringify(text)
}
