/** A caller of the hub's graph over HTTP, like any other. */
export interface Client {
  /** Runs an operation; throws with the first error's message and code. */
  run<Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  upload(filename: string, body: Uint8Array): Promise<string>;
}

export function connect(url: string, token?: string): Client {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  return {
    async run<Data>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
      if (errors?.[0]) throw new Error(`${errors[0].message} ${JSON.stringify(errors[0])}`);
      return data;
    },
    async upload(filename, body) {
      const response = await fetch(`${url}/uploads?filename=${encodeURIComponent(filename)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', ...authorization },
        body: Buffer.from(body),
      });
      const answer = (await response.json()) as { id?: string };
      if (!answer.id) throw new Error(`the upload was refused: ${JSON.stringify(answer)}`);
      return answer.id;
    },
  };
}

/** The token of a session of `username`. */
export async function tokenOf(url: string, username: string, password: string): Promise<string> {
  const { login } = await connect(url).run<{ login: { token: string } }>(
    'mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { token } }',
    { username, password },
  );
  return login.token;
}

export const signIn = async (url: string, username: string, password: string): Promise<Client> =>
  connect(url, await tokenOf(url, username, password));
