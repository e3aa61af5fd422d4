/** The same slot as the explorer's: who signs in here is signed in there, in this tab alone. */
const SLOT = 'satugraf.key';

/** The session's token; '' where nobody is signed in. A browser may forbid storage: then a reload forgets it. */
let token = read();

function read(): string {
  try {
    return sessionStorage.getItem(SLOT) ?? '';
  } catch {
    return '';
  }
}

export const sessionToken = (): string => token;

export function keepToken(next: string): void {
  token = next;
  try {
    if (next === '') sessionStorage.removeItem(SLOT);
    else sessionStorage.setItem(SLOT, next);
  } catch {
    // see read
  }
}

/** Headers of a request in this session's name. */
export const authorization = (): Record<string, string> =>
  token === '' ? {} : { authorization: `Bearer ${token}` };
