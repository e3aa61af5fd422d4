import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import { endOfDay, jakartaDate } from '../../calendar.js';
import { once, type RequestContext } from '../../context.js';
import type { Keyring } from '../../keyring.js';
import { forwardPage, openCursor, pageSize } from '../../paging.js';
import { actingFor, type Official, type Role, type Viewer } from '../../viewer.js';
import { guardedCase } from '../shown.js';
import { stateOf } from '../state.js';
import { CaseDossier } from '../types.js';
import {
  checkUnderWay,
  MESSAGE_CHARACTERS,
  MOST_A_DAY,
  MOST_OF_CASE,
  readMessage,
  speakingAs,
} from './rules.js';
import { addMessage, countMessages, countUnread, listMessages, noteRead } from './store.js';
import { CaseMessage, CaseMessageConnection } from './types.js';

const LIST = 'case messages';
const DAY_MS = 86_400_000;

/**
 * The conversation of a case, among those who read its dossier. It is neither a step nor evidence: nothing is decided by
 * it. What was sent stays, as everything does that the other side has read; who erred says so in another message.
 */
@Resolver(() => CaseDossier)
export class MessageResolver {
  @FieldResolver(() => CaseMessageConnection, {
    nullable: true,
    description:
      'The conversation of the case, the newest message last. No part of its history or its archive.',
  })
  async messages(
    @Ctx() { viewer, writes, keyring }: RequestContext,
    @Root() { id }: CaseDossier,
    @Arg('first', () => Int, { nullable: true }) first?: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<CaseMessageConnection> {
    const size = pageSize(first);
    const reader = accountOf(viewer);
    const wanted = { reader, after: placeOf(keyring, id, after), limit: size + 1 };
    const [rows, totalCount] = await Promise.all([
      listMessages(writes.db, id, wanted),
      countMessages(writes.db, id),
    ]);
    const page = forwardPage(rows, size, after, ({ message }) => keyring.seal([LIST, id, message.id]));
    return {
      nodes: page.nodes.map(({ message, author, onBehalfOf, unread }) => ({
        id: String(message.id),
        author,
        role: message.authorRole as Role,
        actingKind: message.actingKind,
        onBehalfOf,
        at: message.at.toISOString(),
        text: message.text,
        own: message.authorId === reader,
        unread,
      })),
      pageInfo: page.pageInfo,
      totalCount,
    };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Messages of others that the viewer has not marked as read; null for a key, which marks none.',
  })
  unreadMessages(@Ctx() context: RequestContext, @Root() { id }: CaseDossier): Promise<number> | null {
    const reader = accountOf(context.viewer);
    return reader === null ? null : unread(context, reader).load(id);
  }

  @Mutation(() => CaseMessage, {
    description:
      'Says something to all who read the dossier; of a draft the other side reads it once the draft is submitted. It is no ' +
      'step and no event of the case, decides nothing and moves no clock, and is never changed or taken back. ' +
      `${MESSAGE_CHARACTERS} characters of plain text, ${MOST_OF_CASE} messages on a case and ${MOST_A_DAY} of one author ` +
      'on a day, at the most; none once the case has ended.',
  })
  async sendCaseMessage(
    @Ctx() context: RequestContext,
    @Arg('number', () => ID) number: string,
    @Arg('text', () => String) text: string,
  ): Promise<CaseMessage> {
    const { viewer, writes, now } = context;
    const read = readMessage(text);
    const row = await guardedCase(context, number, ['WHOLE']);
    const official = inPerson(viewer);
    const state = stateOf(row.state);
    const role = speakingAs(official, row.agency, state);
    checkUnderWay(number, state.status);
    const acting = actingFor(official, role);
    const sent = await addMessage(writes.db, {
      case: row,
      author: { id: official.accountId, role, acting },
      text: read,
      now,
      dayStart: new Date(endOfDay(jakartaDate(now)).getTime() - DAY_MS),
    });
    return {
      id: String(sent.id),
      author: official.name,
      role,
      actingKind: acting?.kind ?? null,
      onBehalfOf: acting?.replacedName ?? null,
      at: sent.at.toISOString(),
      text: sent.text,
      own: true,
      unread: false,
    };
  }

  @Mutation(() => Int, {
    description:
      'Notes that the viewer has read a conversation up to this message; gives how many are unread still.',
  })
  async markCaseMessagesRead(
    @Ctx() context: RequestContext,
    @Arg('number', () => ID) number: string,
    @Arg('upTo', () => ID) upTo: string,
  ): Promise<number> {
    const { viewer, writes } = context;
    const { id } = await guardedCase(context, number, ['WHOLE']);
    const { accountId } = inPerson(viewer);
    const found = MESSAGE_ID.test(upTo) && (await noteRead(writes.db, id, accountId, Number(upTo)));
    if (!found) throw refusal('NOT_FOUND', { what: `pesan ${upTo}` });
    return (await countUnread(writes.db, [id], accountId)).get(id) ?? 0;
  }
}

const MESSAGE_ID = /^[1-9]\d{0,14}$/;

/** A key speaks for nobody. Throws FORBIDDEN. */
function inPerson(viewer: Viewer): Official {
  if (viewer.kind === 'OFFICIAL') return viewer;
  throw refusal('FORBIDDEN', { needs: 'akun yang masuk / a signed-in account' });
}

const accountOf = (viewer: Viewer): string | null => (viewer.kind === 'OFFICIAL' ? viewer.accountId : null);

/** For all cases of an answer at once. */
const unread = (context: RequestContext, reader: string): DataLoader<string, number> =>
  once(
    context,
    unread,
    () =>
      new DataLoader(async (caseIds) => {
        const found = await countUnread(context.writes.db, caseIds, reader);
        return caseIds.map((one) => found.get(one) ?? 0);
      }),
  );

/** The message after which a page begins; 0 at the beginning. */
function placeOf(keyring: Keyring, caseId: string, after: string | null | undefined): number {
  const opened = openCursor(keyring, LIST, after);
  if (!opened) return 0;
  const [of, id] = opened as [string, number];
  if (of !== caseId) throw refusal('BAD_CURSOR');
  return id;
}
