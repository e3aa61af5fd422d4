import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { readPlace } from '../../outbound/address.js';
import { allow, disallow, listAllowed } from '../../outbound/store.js';
import { hasRole } from '../../viewer.js';
import { adminOf, producerAgency, producerOf } from '../access.js';
import { proposeDefinition } from '../structure/proposal.js';
import { shownProposal } from '../structure/shown.js';
import { DefinitionProposal, SourceStructure } from '../structure/types.js';
import { inSession, overConnection, sealedConnection, structureOf, tableOf } from './connect.js';
import { checkLogin, checkPort } from './rules.js';
import { shownConnection } from './shown.js';
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  listConnections,
  markReached,
  storeConnection,
} from './store.js';
import { AllowedAddress, DatabaseConnection, DatabaseConnectionInput } from './types.js';

/** Databases of producers, and the addresses at which they may be. */
@Resolver()
export class ConnectionResolver {
  @Query(() => [AllowedAddress], { nullable: true, description: 'What ADMIN allows connections to use.' })
  async allowedAddresses(@Ctx() { viewer, writes }: RequestContext): Promise<AllowedAddress[]> {
    adminOf(viewer);
    const rows = await listAllowed(writes.db);
    return rows.map((row) => ({ ...row, allowedAt: row.allowedAt.toISOString() }));
  }

  @Mutation(() => ID, {
    description:
      'ADMIN allows an address on a port. A host covers what its name resolves to in the network; this machine and ' +
      "its link have to be named by their addresses. The hub's own addresses and database stay refused.",
  })
  allowAddress(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('address', () => String, { description: 'A host, an IP address or a network (CIDR).' })
    address: string,
    @Arg('port', () => Int) port: number,
    @Arg('reason', () => String) reason: string,
  ): Promise<string> {
    const admin = adminOf(viewer);
    if (reason.trim() === '') throw refusal('REASON_REQUIRED', { action: 'allowAddress' });
    if (reason.length > 1000 || reason.includes('\0')) throw UNUSABLE_REASON();
    checkPort(port);
    const place = readPlace(address);
    if (!place)
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: 'Tulislah nama host, alamat IP baku, atau jaringan CIDR (IPv4 /8 atau lebih sempit, IPv6 /16).',
          en: 'Write a host, an IP address in its plain form, or a CIDR network (IPv4 /8 or narrower, IPv6 /16).',
        },
      });
    return allow(writes.db, place, port, { reason, allowedBy: admin.accountId, allowedAt: now });
  }

  @Mutation(() => Boolean, {
    description: 'ADMIN takes an address off the list; connections to it fail from then on.',
  })
  async disallowAddress(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<boolean> {
    adminOf(viewer);
    if (!(await disallow(writes.db, id))) throw refusal('NOT_FOUND', { what: id });
    return true;
  }

  @Query(() => [DatabaseConnection], {
    nullable: true,
    description: "The connections of one's agency; for ADMIN those of all.",
  })
  async connections(@Ctx() { viewer, writes }: RequestContext): Promise<DatabaseConnection[]> {
    const agency = hasRole(viewer, 'ADMIN') ? null : producerAgency(viewer);
    return (await listConnections(writes.db, agency)).map(shownConnection);
  }

  @Mutation(() => DatabaseConnection, {
    description: 'Signs in to a database and, where that succeeds, keeps the connection for the agency.',
  })
  async connectDatabase(
    @Ctx() { viewer, writes, outbound, keyring, now }: RequestContext,
    @Arg('connection', () => DatabaseConnectionInput) { name, kind, ...login }: DatabaseConnectionInput,
  ): Promise<DatabaseConnection> {
    const producer = producerOf(viewer);
    checkLogin(name, login);
    await inSession({ outbound }, kind, login, 'test', async () => {});
    const row = await storeConnection(writes.db, {
      ...sealedConnection(keyring, kind, login),
      agency: producer.agency,
      name,
      createdBy: producer.accountId,
      createdAt: now,
      reachedAt: now,
    });
    return shownConnection(row);
  }

  @Mutation(() => Boolean, { description: 'Forgets a connection that fills no dataset.' })
  async removeConnection(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('connection', () => ID) id: string,
  ): Promise<boolean> {
    const { agency } = producerOf(viewer);
    await deleteConnection(writes.db, (await own(writes.db, agency, id)).id);
    return true;
  }

  @Query(() => SourceStructure, {
    nullable: true,
    description: 'Tables and views that the account of the connection may read. Nothing of it is exposed.',
  })
  async connectionTables(
    @Ctx() context: RequestContext,
    @Arg('connection', () => ID) id: string,
  ): Promise<SourceStructure> {
    const { writes, now } = context;
    const row = await own(writes.db, producerAgency(context.viewer), id);
    const structure = await structureOf(context, row);
    await markReached(writes.db, row.id, now);
    return structure;
  }

  @Query(() => DefinitionProposal, {
    nullable: true,
    description: 'A definition for a table or view of a connection; personal data is CLOSED by suggestion.',
  })
  async proposeFromConnection(
    @Ctx() context: RequestContext,
    @Arg('connection', () => ID) id: string,
    @Arg('schema', () => String) schema: string,
    @Arg('table', () => String) name: string,
  ): Promise<DefinitionProposal> {
    const agency = producerAgency(context.viewer);
    const row = await own(context.writes.db, agency, id);
    const table = await overConnection(context, row, 'structure', (session) =>
      tableOf(session, { schema, table: name }),
    );
    await markReached(context.writes.db, row.id, context.now);
    return shownProposal(proposeDefinition(agency, table));
  }
}

/** Another agency's connection is, to this one, no connection. */
async function own(db: RequestContext['writes']['db'], agency: string, id: string): Promise<ConnectionRow> {
  const row = await findConnection(db, id);
  if (!row) throw refusal('NOT_FOUND', { what: id });
  if (row.agency !== agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return row;
}

const UNUSABLE_REASON = () =>
  refusal('BAD_USER_INPUT', {
    detail: { id: 'Alasan paling banyak 1000 karakter.', en: 'A reason has at most 1000 characters.' },
  });
