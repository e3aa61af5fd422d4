import { useCallback, useEffect, useState } from 'react';
import { type Client, stringifyDocument, useClient } from 'urql';
import { AT_ONCE } from '../../hub/asked.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useSession } from '../../viewer.js';

const EXPLANATION = graphql(`
  fragment Explanation on AccessExplanation {
    column code readable needsGrant grantedUntil caseNumber step reason { id en }
    ask { role contact agency { name } }
  }
`);
export type Explanation = ResultOf<typeof EXPLANATION>;

/** The dataset's own explanation stands under ''. */
export type Explanations = ReadonlyMap<string, Explanation>;

async function explain(
  client: Client,
  type: string,
  name: string,
  columns: readonly string[],
): Promise<Explanations> {
  const asked = ['', ...columns];
  const found = new Map<string, Explanation>();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE);
    const fields = some.map((column, at) => {
      const coordinate = column === '' ? `Query.${name}` : `${type}.${column}`;
      return `_${at}: explainAccess(coordinate: ${JSON.stringify(coordinate)}) { ...Explanation }`;
    });
    const { data } = await client
      .query<Record<string, Explanation | null>>(
        `query ColumnAccess { ${fields.join(' ')} } ${stringifyDocument(EXPLANATION)}`,
        {},
        { requestPolicy: 'network-only' },
      )
      .toPromise();
    for (const [at, column] of some.entries()) {
      const explanation = data?.[`_${at}`];
      if (explanation) found.set(column, explanation);
    }
  }
  return found;
}

/**
 * Why the caller may read each column, or may not; undefined until it is known. A stranger's catalogue holds nothing
 * that is withheld, so nothing is asked for him.
 */
export function useExplanations(
  type: string,
  name: string,
  columns: readonly string[],
): readonly [Explanations | undefined, () => void] {
  const client = useClient();
  const { isSignedIn } = useSession();
  const [found, setFound] = useState<Explanations>();
  const asked = columns.join(' ');
  const again = useCallback(async () => {
    setFound(isSignedIn ? await explain(client, type, name, asked.split(' ')) : new Map());
  }, [client, isSignedIn, type, name, asked]);
  useEffect(() => {
    void again();
  }, [again]);
  return [found, again];
}
