import type { Answer, Caller } from '../support/hub.js';

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly agency: string | null;
  readonly owner: string | null;
  readonly scopes: readonly string[];
  readonly active: boolean;
  readonly trustedOnly: boolean;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly previousUntil: string | null;
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
}

export interface Issued {
  readonly key: string;
  readonly serviceKey: ShownKey;
}

export interface WantedKey {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly expiresOn?: string;
  readonly agency?: string | null;
  readonly trustedOnly?: boolean;
}

export const KEY_FIELDS =
  'id name agency owner scopes active trustedOnly createdAt expiresAt lastUsedAt previousUntil revokedAt revokedReason';

/** A date in Jakarta so many days from an instant. */
export const dayFrom = (now: Date, days: number): string =>
  new Date(now.getTime() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

export const askKey = (caller: Caller, wanted: WantedKey): Promise<Answer<{ made: Issued | null }>> =>
  caller.query(
    `mutation ($name: String!, $scopes: [String!]!, $expiresOn: String!, $agency: ID, $trustedOnly: Boolean) {
      made: createServiceKey(
        name: $name, scopes: $scopes, expiresOn: $expiresOn, agency: $agency, trustedOnly: $trustedOnly
      ) { key serviceKey { ${KEY_FIELDS} } }
    }`,
    { name: 'Aplikasi', scopes: ['read'], expiresOn: dayFrom(new Date(), 30), ...wanted },
  );

export async function makeKey(caller: Caller, wanted: WantedKey = {}): Promise<Issued> {
  const answer = await askKey(caller, wanted);
  if (!answer.data?.made) throw new Error(answer.text);
  return answer.data.made;
}

export type Change = 'rotate' | 'revoke' | 'change' | 'trust' | 'distrust';

const CHANGES: Readonly<Record<Change, string>> = {
  rotate: 'rotateServiceKey(id: $id, overlapHours: 1) { serviceKey { id } }',
  revoke: 'revokeServiceKey(id: $id, reason: "Selesai.") { id }',
  change: 'changeServiceKey(id: $id, name: "Nama baru") { id }',
  trust: 'trustOperations(key: $id, operations: ["{ viewer { kind } }"]) { id }',
  distrust: `distrustOperation(key: $id, hash: "${'0'.repeat(64)}") { id }`,
};

export const changeKey = (caller: Caller, change: Change, id: string): Promise<Answer> =>
  caller.query(`mutation ($id: ID!) { done: ${CHANGES[change]} }`, { id });

export const codesOf = ({ errors }: Answer<unknown>): unknown[] =>
  errors.map(({ extensions }) => extensions.code);
