import { randomPassword } from '../../../subgraphs/identity/credentials.js';
import type { createAccount } from '../../../subgraphs/identity/store.js';
import { DATASETS as ALL, CASES } from '../hosted/cases.js';

/** The table that query (a) is about. */
export const DATASETS = ALL.filter(({ name }) => name === 'kinerja');

export const CONSUMER: Parameters<typeof createAccount>[1] = {
  username: 'pengguna.ukur',
  name: 'Ukur',
  agency: null,
  roles: ['CONSUMER'],
  password: randomPassword(),
};

const [A] = CASES;

/** Bodies of query (a), as it is and for so many rows. */
export function bodies(rows: number): string[] {
  if (!A) throw new Error('there is no query (a)');
  const { hub, turns, variables } = A;
  const query =
    rows === 100
      ? hub
      : hub.replace(
          'first: 100, where: { kolom2: { eq: $region } }',
          `first: ${rows}, where: { kolom2: { ne: $region } }`,
        );
  return Array.from({ length: turns }, (_, n) => JSON.stringify({ query, variables: variables(n) }));
}
