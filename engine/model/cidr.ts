/** An IPv4 range as numbers: first and last address. */
export interface Cidr {
  readonly text: string
  readonly first: number
  readonly last: number
  readonly prefix: number
}

/** Where a number begins with 0 some readers take it as octal and Go refuses it: 010.0.0.0 is two networks, or none. */
const DECIMAL = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(0|[1-9]\d?)$/

/** Parses `a.b.c.d/p`; undefined for anything else, also where host bits are set or a number begins with 0 (Kubernetes refuses those networks). */
export function parseCidr(text: string): Cidr | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const [a, b, c, d, prefix] = match.slice(1).map(Number)
  if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined) return undefined
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
  const size = 2 ** (32 - prefix)
  return first % size === 0 ? { text, first, last: first + size - 1, prefix } : undefined
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last
}

function known(text: string): Cidr {
  const cidr = parseCidr(text)
  if (!cidr) throw new Error(`not a CIDR: ${text}`)
  return cidr
}

/** RFC 1918. */
export const PRIVATE_RANGES: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(known)

/** Ranges that Submariner and OVN-Kubernetes use themselves (blueprint section 1). */
export const RESERVED_RANGES: readonly (Cidr & { readonly usedBy: string })[] = [
  { ...known('240.0.0.0/8'), usedBy: "Submariner's vx-submariner interface" },
  { ...known('241.0.0.0/8'), usedBy: "Submariner's vxlan cable" },
  { ...known('242.0.0.0/8'), usedBy: "Submariner's Globalnet" },
  { ...known('100.64.0.0/16'), usedBy: 'OVN-Kubernetes join switch' },
  { ...known('100.88.0.0/16'), usedBy: 'OVN-Kubernetes transit switch' },
  { ...known('169.254.0.0/17'), usedBy: 'OVN-Kubernetes masquerade' },
]

/** `10.128.0.0/14` for an address as number and a prefix. */
export function formatCidr(first: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256)
  return `${octets.join('.')}/${prefix}`
}
