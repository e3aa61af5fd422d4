import { type Host, holds, isPublic, type Place, reachOf } from './address.js';

export interface Endpoint {
  /** Canonical. */
  readonly address: string;
  readonly port: number;
}

/** What a hub never connects to, whoever allows it: where it listens itself, and its own database. */
export interface Own {
  readonly endpoints: readonly Endpoint[];
  /** Addresses of this machine's interfaces, besides loopback. */
  readonly machine: readonly string[];
}

export interface Allowed {
  readonly place: Place;
  readonly port: number;
}

/** Whether public addresses of other machines need no entry in the list, as those of HTTPS do not. */
export type Unlisted = 'REFUSED' | 'PUBLIC';

export type Permit =
  /** To be dialled as they stand, in this order. */
  | { readonly kind: 'ALLOWED'; readonly addresses: readonly string[] }
  | {
      readonly kind: 'REFUSED';
      readonly why: 'UNRESOLVED' | 'NOWHERE' | 'OWN' | 'NOT_ALLOWED';
      readonly address: string | null;
    };

/**
 * Whether a host may be connected to on a port, given everything that it resolves to. One bad address refuses the
 * host: which of them is dialled is not left to chance. An entry with the host's name covers what the name resolves
 * to in the network, but not this machine or its link, which only an entry with the address covers: names change hands.
 */
export function permit(
  host: Host,
  port: number,
  resolved: readonly string[],
  allowed: readonly Allowed[],
  own: Own,
  unlisted: Unlisted = 'REFUSED',
): Permit {
  const refused = (why: Extract<Permit, { kind: 'REFUSED' }>['why'], address: string | null): Permit => ({
    kind: 'REFUSED',
    why,
    address,
  });
  if (resolved.length === 0) return refused('UNRESOLVED', null);
  const places = allowed.filter((one) => one.port === port).map(({ place }) => place);
  const isNamed = places.some(
    (place) => place.kind === 'NAME' && host.kind === 'NAME' && place.name === host.name,
  );
  for (const address of resolved) {
    const reach = reachOf(address);
    if (reach === 'NOWHERE') return refused('NOWHERE', address);
    if (isOwn(address, port, own)) return refused('OWN', address);
    if (places.some((place) => holds(place, address)) || (isNamed && reach === 'NETWORK')) continue;
    if (unlisted === 'PUBLIC' && isPublic(address) && !own.machine.includes(address)) continue;
    return refused('NOT_ALLOWED', address);
  }
  return { kind: 'ALLOWED', addresses: [...new Set(resolved)] };
}

/** What listens on one address of this machine is taken to listen on all of them. */
function isOwn(address: string, port: number, { endpoints, machine }: Own): boolean {
  const isHere = (one: string) => ['MACHINE', 'NOWHERE'].includes(reachOf(one)) || machine.includes(one);
  return endpoints.some(
    (endpoint) =>
      endpoint.port === port &&
      (endpoint.address === address || (isHere(endpoint.address) && isHere(address))),
  );
}
