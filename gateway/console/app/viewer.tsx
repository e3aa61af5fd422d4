import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Client, Provider } from 'urql';
import { makeClient } from './hub/client.js';
import { graphql, type ResultOf } from './hub/graphql.js';
import { type Refusal, refusalOf } from './hub/refusal.js';
import { keepToken, sessionToken } from './hub/session.js';

const VIEWER = graphql(`query Viewer { viewer { kind name } }`);
/** What a stranger's schema lacks. */
const SIGNED_IN = graphql(
  `query SignedIn { viewer { kind name agency roles acting { role kind replaced } } }`,
);
const LOGIN = graphql(`
  mutation Login($username: String!, $password: String!) { login(username: $username, password: $password) { token } }
`);
const LOGOUT = graphql(`mutation Logout { logout }`);

type Known = NonNullable<ResultOf<typeof SIGNED_IN>['viewer']>;
export type Role = Known['roles'][number];

/** Who uses the console. */
export interface Viewer {
  readonly name: string | null;
  readonly agency: string | null;
  readonly roles: readonly Role[];
  readonly acting: Known['acting'];
}

const NOBODY: Viewer = { name: null, agency: null, roles: [], acting: [] };

interface Session {
  readonly viewer: Viewer;
  readonly isSignedIn: boolean;
  readonly has: (...roles: Role[]) => boolean;
  /** Null where it was done. */
  readonly signIn: (username: string, password: string) => Promise<Refusal | null>;
  readonly signOut: () => Promise<void>;
}

const Context = createContext<Session | null>(null);

async function lookUp(client: Client): Promise<Viewer> {
  if (sessionToken() === '') return NOBODY;
  const { data } = await client.query(SIGNED_IN, {}).toPromise();
  if (data?.viewer) return data.viewer;
  const { data: plain } = await client.query(VIEWER, {}).toPromise();
  // A session that has ended is forgotten; a hub that cannot be reached is not held against it.
  if (plain) keepToken('');
  return NOBODY;
}

/** Knows who is signed in, and gives the screens a client in his name. Shows nothing until it is known. */
export function ViewerProvider({ children }: { readonly children: ReactNode }) {
  const [client, setClient] = useState(makeClient);
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const begin = useCallback(async (): Promise<void> => {
    const next = makeClient();
    setViewer(await lookUp(next));
    setClient(next);
  }, []);
  useEffect(() => {
    void begin();
  }, [begin]);
  const session = useMemo((): Session | null => {
    if (!viewer) return null;
    return {
      viewer,
      isSignedIn: viewer.name !== null,
      has: (...roles) => roles.some((role) => viewer.roles.includes(role)),
      async signIn(username, password) {
        const { data, error } = await client.mutation(LOGIN, { username, password }).toPromise();
        if (error || !data) return error ? refusalOf(error) : null;
        keepToken(data.login.token);
        await begin();
        return null;
      },
      async signOut() {
        await client.mutation(LOGOUT, {}).toPromise();
        keepToken('');
        await begin();
      },
    };
  }, [viewer, client, begin]);
  if (!session) return null;
  return (
    <Provider value={client}>
      <Context value={session}>{children}</Context>
    </Provider>
  );
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('there is no session here');
  return session;
}
