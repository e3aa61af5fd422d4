import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { publishingAgency } from '../publishing/publishers.js';
import { listSubgraphs } from '../store.js';

@Resolver()
export class SigningResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Own producer or key with `publish`: the key, 64 hex digits, by which the hub signs its requests to this subgraph; before it is published, too.',
  })
  async subgraphSigningKey(
    @Ctx() { viewer, keyring, writes: { db } }: RequestContext,
    @Arg('subgraph', () => ID) name: string,
  ): Promise<string> {
    const { agency } = publishingAgency(viewer);
    const known = (await listSubgraphs(db)).find((one) => one.name === name);
    if (!name.startsWith(`${agency}_`) || (known && known.agency !== agency))
      throw refusal('SUBGRAPH_UNKNOWN', { subgraph: name });
    return keyring.signingKey(name);
  }
}
