/** Credentials by their form, wherever they stand (blueprint S1): certain enough to be a mistake in a person's file. */
export const CREDENTIALS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/,
  /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/,
  /\bPuTTY-User-Key-File-\d/,
  /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/,
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/,
  /\bs\.[A-Za-z0-9]{24}\b/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9]+\/[A-Za-z0-9]/,
  /\bwebhook\.office\.com\/webhookb2\/[A-Za-z0-9]/,
  /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[A-Za-z0-9]/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\b[rs]k_live_[A-Za-z0-9]{16,}/,
  /\bsk-(?:proj-|ant-)[A-Za-z0-9_-]{32,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bsha256~[A-Za-z0-9_-]{40,}/,
  /\beyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,8000}\./,
  /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,}/,
  /\/\/[^/\s:@]+:[^/\s:@]+@/,
]

/**
 * Log-ins by the form of what they stand in: of files that programs read (`.netrc`, the log-ins of registries, hashes of passwords, private keys
 * without their first line), of commands and of addresses. Too much is hidden rather than too little; every repeat is bounded.
 */
export const LOG_INS: readonly RegExp[] = [
  /\bMII[A-Za-z0-9+/]{2,6}IBA(?:AKCA|DANBgkqhkiG9w0BAQEFAASC)/,
  /\b(?:MIG[A-Za-z0-9]AgEAM|MHcCAQEE|MC4CAQAwBQYDK2Vw)[A-Za-z0-9+/]{16}/,
  /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/,
  /(?:^|[:\s"'=])\$(?:apr1|argon2(?:id|i|d)|y|[156])\$[^\s$]{1,64}\$[^\s]{8}/,
  /"auth\\?"\s{0,4}:\s{0,4}\\?"[A-Za-z0-9+/=]{8}/,
  /\blogin\s{1,8}\S{1,128}\s{1,8}password\s{1,8}\S/,
  /\bsshpass\s{1,4}-p\s{0,4}\S/,
  /\bmysql(?:dump|admin)?\s(?:[^\n]{0,200}\s)?-p(?!ort\b)[^\s-]/,
  /(?:^|\s)(?:-u|--user)[\s=]\s{0,4}["']?(?!\d{1,10}:\d)[^\s:"'$/{%+]{1,64}:[^\s"'$:/{]/,
  /:[^\s@/"']{1,128}@(?:tcp|unix)\(/,
  // An address without a scheme, such as `dba:…@db:26257/app`; an image by tag and digest has the same form.
  /(?:^|[\s"'=,])(?!mailto:)[^\s:@/"'=,]{1,64}:[^\s:@/"'=,${]{1,128}@(?!sha(?:256|512):)[A-Za-z][A-Za-z0-9.-]{0,252}(?::\d|\/|[\s"',]|$)/,
  // A line of .pgpass.
  /(?:^|\n)(?=[^\s:]{0,252}[^0-9A-Fa-f\s:])[^\s:]{1,253}:(?:\d{4,5}|\*):[^\s:]{1,63}:[^\s:]{1,63}:[^\s:]/,
  /\/\/[A-Za-z0-9_-]{16,128}@[A-Za-z0-9]/,
  /[?&](?:sig|signature|x-amz-signature|key|code|auth)=[A-Za-z0-9%+/=_-]{16}/i,
  /\b(?:unseal|recovery)\s{1,4}key\s{1,4}\d{1,2}\s{0,4}[:=]\s{0,4}\S{8}/i,
  /(?:^|\n)[^\S\n]{0,32}(?:requirepass|masterauth)\s{1,8}\S/,
  /\bauthorization["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z]{0,16}\s?[A-Za-z0-9+/=._~-]{16}/i,
  /\bcookie:\s{0,4}[^\s=;]{1,64}=[^\s;]{16}/i,
]
