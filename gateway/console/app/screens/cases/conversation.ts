import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';

const MESSAGES = graphql(`
  query CaseMessages($number: ID!, $after: String) {
    case(number: $number) {
      dossier {
        messages(first: 1000, after: $after) {
          nodes { id author role actingKind onBehalfOf at text own unread }
          pageInfo { endCursor }
        }
      }
    }
  }
`);
const SEND = graphql(`
  mutation SendCaseMessage($number: ID!, $text: String!) { sendCaseMessage(number: $number, text: $text) { id } }
`);
const MARK_READ = graphql(`
  mutation MarkCaseMessagesRead($number: ID!, $upTo: ID!) { markCaseMessagesRead(number: $number, upTo: $upTo) }
`);

type Dossier = NonNullable<NonNullable<ResultOf<typeof MESSAGES>['case']>['dossier']>;
export type Message = NonNullable<Dossier['messages']>['nodes'][number];

const EVERY_MS = 10_000;

export interface Conversation {
  /** Undefined until they are there; those that were unread when they came stay marked so. */
  readonly messages: readonly Message[] | undefined;
  /** Why they could not be read. */
  readonly refusal: Refusal | null;
  /** Null where it was sent. */
  readonly send: (text: string) => Promise<Refusal | null>;
}

/** The messages of a case, looked after while they are shown; what is shown is marked as read, and `onRead` told. */
export function useConversation(number: string, onRead: () => void): Conversation {
  const client = useClient();
  const [messages, setMessages] = useState<readonly Message[]>();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const end = useRef<string | null>(null);
  const told = useRef(onRead);
  told.current = onRead;

  const look = useCallback(async (): Promise<void> => {
    const asked = { number, after: end.current };
    const { data, error } = await client
      .query(MESSAGES, asked, { requestPolicy: 'network-only' })
      .toPromise();
    setRefusal(error ? refusalOf(error) : null);
    const found = data?.case?.dossier?.messages;
    if (!found) return;
    end.current = found.pageInfo.endCursor ?? end.current;
    setMessages((before = []) => {
      const known = new Set(before.map(({ id }) => id));
      return [...before, ...found.nodes.filter(({ id }) => !known.has(id))];
    });
    const last = found.nodes.at(-1);
    if (!last || !found.nodes.some(({ unread }) => unread)) return;
    await client.mutation(MARK_READ, { number, upTo: last.id }).toPromise();
    told.current();
  }, [client, number]);

  useEffect(() => {
    void look();
    // Nobody reads what another tab of the browser covers.
    const timer = setInterval(() => !document.hidden && void look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);

  const send = async (text: string): Promise<Refusal | null> => {
    const { error } = await client.mutation(SEND, { number, text }).toPromise();
    if (error) return refusalOf(error);
    await look();
    told.current();
    return null;
  };
  return { messages, refusal, send };
}
