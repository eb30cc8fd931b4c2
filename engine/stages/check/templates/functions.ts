const words = (text: string) => text.trim().split(/\s+/)

/** Of Go's text/template itself. */
const GO = words(`and or not eq ne lt le gt ge len index slice print printf println html js urlquery call`)

/** Of go-template-utils, on both levels (policy-api 6.1). */
const OCM = words(`fromSecret fromConfigMap copySecretData copyConfigMapData fromClusterClaim lookupClusterClaim lookup
  getNodesWithExactRoles hasNodesWithExactRoles base64enc base64dec indent autoindent atoi toInt toBool toLiteral
  fromYAML toYAML fromYaml toYaml fromJSON toJSON fromJson toJson mustFromJson mustToJson toRawJson mustToRawJson toPrettyJson mustToPrettyJson`)

const SPRIG =
  words(`hello ago date date_in_zone date_modify dateInZone dateModify duration durationRound htmlDate htmlDateInZone
  must_date_modify mustDateModify mustToDate now toDate unixEpoch abbrev abbrevboth trunc trim upper lower title untitle substr
  repeat trimall trimAll trimSuffix trimPrefix nospace initials randAlphaNum randAlpha randAscii randNumeric swapcase shuffle
  snakecase camelcase kebabcase wrap wrapWith contains hasPrefix hasSuffix quote squote cat nindent replace plural sha1sum
  sha256sum sha512sum adler32sum toString int64 int float64 seq toDecimal split splitList splitn toStrings until untilStep
  add1 add sub div mod mul randInt add1f addf subf divf mulf biggest max min maxf minf ceil floor round join sortAlpha default
  empty coalesce all any compact mustCompact deepCopy mustDeepCopy ternary typeOf typeIs typeIsLike kindOf kindIs deepEqual
  getHostByName base dir clean ext isAbs osBase osClean osDir osExt osIsAbs b64enc b64dec b32enc b32dec tuple list dict get set
  unset hasKey pluck keys pick omit merge mergeOverwrite mustMerge mustMergeOverwrite values append push mustAppend mustPush
  prepend mustPrepend first mustFirst rest mustRest last mustLast initial mustInitial reverse mustReverse uniq mustUniq without
  mustWithout has mustHas mustSlice concat dig chunk mustChunk bcrypt htpasswd genPrivateKey derivePassword
  buildCustomCert genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey encryptAES
  decryptAES randBytes uuidv4 semver semverCompare fail regexMatch mustRegexMatch regexFindAll mustRegexFindAll regexFind
  mustRegexFind regexReplaceAll mustRegexReplaceAll regexReplaceAllLiteral mustRegexReplaceAllLiteral regexSplit mustRegexSplit
  regexQuoteMeta urlParse urlJoin`)

const KNOWN: ReadonlySet<string> = new Set([...GO, ...OCM, ...SPRIG])

export const KEYWORDS: ReadonlySet<string> = new Set(
  words('if else end range with define block template break continue nil true false'),
)
export const OPENING: ReadonlySet<string> = new Set(words('if range with define block'))

export type Level = 'hub' | 'managed'

/** Every function that a template of a level may call. */
export function knownFunctions(level: Level): readonly string[] {
  return [...KNOWN, level === 'hub' ? 'protect' : 'skipObject']
}
