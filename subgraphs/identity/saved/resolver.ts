import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import { once, type RequestContext } from '../../context.js';
import { changesOf, type WaitingProposal } from './changes.js';
import { keeperOf, readDocument, readName } from './rules.js';
import { deleteSaved, deprecationDates, listSaved, type SavedRow, save, waitingProposals } from './store.js';
import { SavedQuery, SavedQueryChange } from './types.js';

@Resolver(() => SavedQuery)
export class SavedQueryResolver {
  @Query(() => [SavedQuery], {
    nullable: true,
    description: "The queries that one's own account keeps, by their names. A key keeps none.",
  })
  async savedQueries(@Ctx() { viewer, writes }: RequestContext): Promise<SavedQuery[]> {
    return (await listSaved(writes.db, keeperOf(viewer).accountId)).map(shown);
  }

  @FieldResolver(() => [SavedQueryChange], {
    description: 'What of the graph touches it: what is broken, what is to be given up, what is proposed.',
  })
  async changes(
    @Ctx() context: RequestContext,
    @Root() { document }: SavedQuery,
  ): Promise<SavedQueryChange[]> {
    return changesOf(await context.documents.check(document, context), {
      waiting: await waiting(context),
      deprecatedSince: (coordinate) => dates(context).load(coordinate),
    });
  }

  @Mutation(() => SavedQuery, {
    nullable: true,
    description:
      "Keeps a query for one's own account, 200 at most; one of the same name takes the new text. It has to be GraphQL " +
      'with one operation or several, and need not fit the graph.',
  })
  async saveQuery(
    @Ctx() { viewer, writes, documents, now }: RequestContext,
    @Arg('name', () => String) name: string,
    @Arg('document', () => String) document: string,
  ): Promise<SavedQuery> {
    const { accountId } = keeperOf(viewer);
    const query = {
      accountId,
      name: readName(name),
      document: readDocument(document, (text) => documents.admit(text)),
      savedAt: now,
    };
    return shown(await save(writes.db, query));
  }

  @Mutation(() => ID, {
    nullable: true,
    description: 'Deletes one of the own saved queries for good; gives its id.',
  })
  async deleteSavedQuery(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<string> {
    const { accountId } = keeperOf(viewer);
    if (!(await deleteSaved(writes.db, accountId, id)))
      throw refusal('NOT_FOUND', { what: `kueri tersimpan ${id}` });
    return id;
  }
}

const shown = ({ id, name, document, savedAt }: SavedRow): SavedQuery => ({
  id,
  name,
  document,
  savedAt: savedAt.toISOString(),
});

/** For all queries of an answer at once. */
const waiting = (context: RequestContext): Promise<WaitingProposal[]> =>
  once(context, waiting, () => waitingProposals(context.writes.db));

const dates = (context: RequestContext): DataLoader<string, string | undefined> =>
  once(
    context,
    dates,
    () =>
      new DataLoader(async (coordinates) => {
        const found = await deprecationDates(context.reads.db, coordinates);
        return coordinates.map((one) => found.get(one));
      }),
  );
