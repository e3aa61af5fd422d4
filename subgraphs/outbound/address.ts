import ipaddr from 'ipaddr.js';

/** A host as somebody wrote it: a name to be resolved, or an address in its one canonical spelling. */
export type Host =
  | { readonly kind: 'NAME'; readonly name: string }
  | { readonly kind: 'ADDRESS'; readonly address: string };

/** What ADMIN may enter: a host as above, or a network. */
export type Place = Host | { readonly kind: 'NETWORK'; readonly network: string; readonly prefix: number };

const LABEL = /^[a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?$/;
/** A last label of this kind makes the whole host a number to some resolvers: `127.1`, `0x7f000001`, `2130706433`. */
const NUMBER = /^(\d+|0x[\da-f]*)$/;
const QUAD = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;
/** The one place for four decimal numbers in an IPv6 address; ipaddr.js takes `::127.0.0.1` for the same. */
const MAPPED = /^(::|(0{1,4}:){5})ffff:[\d.]+$/i;
/** Networks so wide that allowing them would allow everything. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/**
 * Reads a host. Undefined for what is neither a name nor an address, and for addresses in spellings that programs
 * read differently (octal, hexadecimal, shortened, one number, with a zone).
 */
export function readHost(text: string): Host | undefined {
  const address = canonicalAddress(text);
  if (address !== undefined) return { kind: 'ADDRESS', address };
  const name = text.toLowerCase().replace(/\.$/, '');
  const labels = name.split('.');
  const isName = name.length <= 253 && labels.every((label) => LABEL.test(label));
  return isName && !NUMBER.test(labels.at(-1) ?? '') ? { kind: 'NAME', name } : undefined;
}

/** The one spelling of an address; an IPv4 address that is wrapped in an IPv6 one is the IPv4 address. */
export function canonicalAddress(text: string): string | undefined {
  if (QUAD.test(text)) return ipaddr.IPv4.isValid(text) ? text : undefined;
  if (!text.includes(':') || /[%[\]]/.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  if (text.includes('.') && !MAPPED.test(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return (address.isIPv4MappedAddress() ? address.toIPv4Address() : address).toString();
}

/** Reads a line of the allow-list; undefined where it is none, or a network that is too wide to mean anything. */
export function readPlace(text: string): Place | undefined {
  const [base = '', bits, ...more] = text.split('/');
  if (bits === undefined) return readHost(base);
  const network = canonicalAddress(base);
  if (network === undefined || more.length > 0 || !/^\d{1,3}$/.test(bits)) return undefined;
  const prefix = Number(bits);
  const address = ipaddr.parse(network);
  if (prefix > (address.kind() === 'ipv4' ? 32 : 128) || prefix < WIDEST[address.kind()]) return undefined;
  // The prefix of a wrapped IPv4 network would count from the wrapping.
  if (base.includes(':') && address.kind() === 'ipv4') return undefined;
  return { kind: 'NETWORK', network, prefix };
}

/** The line as it is stored: equal places are equal texts. */
export const placeText = (place: Place): string =>
  place.kind === 'NAME'
    ? place.name
    : place.kind === 'ADDRESS'
      ? place.address
      : `${networkOf(place.network, place.prefix)}/${place.prefix}`;

function networkOf(address: string, prefix: number): string {
  const bytes = ipaddr.parse(address).toByteArray();
  const masked = bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 0xff);
  return ipaddr.fromByteArray(masked).toString();
}

/** Whether a canonical address lies in the place; a name holds no address by itself. */
export function holds(place: Place, address: string): boolean {
  if (place.kind === 'NAME') return false;
  if (place.kind === 'ADDRESS') return place.address === address;
  const one = ipaddr.parse(address);
  const network = ipaddr.parse(place.network);
  return one.kind() === network.kind() && one.match(network, place.prefix);
}

/** Where an address leads, as far as the rules ask. */
export type Reach = 'NOWHERE' | 'MACHINE' | 'LINK' | 'NETWORK';

const REACHES: Readonly<Record<string, Reach>> = {
  unspecified: 'NOWHERE',
  broadcast: 'NOWHERE',
  multicast: 'NOWHERE',
  discard: 'NOWHERE',
  // Addresses that carry another one inside: what they lead to is decided by whoever unwraps them.
  ipv4Mapped: 'NOWHERE',
  rfc6145: 'NOWHERE',
  rfc6052: 'NOWHERE',
  '6to4': 'NOWHERE',
  teredo: 'NOWHERE',
  loopback: 'MACHINE',
  linkLocal: 'LINK',
};

/** NOWHERE is never dialled; MACHINE is this machine, LINK its own wire (where clouds keep their metadata). */
export function reachOf(address: string): Reach {
  const parsed = ipaddr.parse(address);
  // ::a.b.c.d, deprecated and not among the library's ranges.
  const isCompatible =
    parsed.kind() === 'ipv6' &&
    parsed
      .toByteArray()
      .slice(0, 12)
      .every((byte) => byte === 0) &&
    parsed.range() !== 'loopback';
  return isCompatible ? 'NOWHERE' : (REACHES[parsed.range()] ?? 'NETWORK');
}

/** Whether a canonical address is one of the public internet. */
export const isPublic = (address: string): boolean =>
  reachOf(address) === 'NETWORK' && ipaddr.parse(address).range() === 'unicast';
