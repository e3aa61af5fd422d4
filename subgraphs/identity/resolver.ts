import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { Public } from '../local.js';
import { hasRole, officialWith } from '../viewer.js';
import { listServiceKeys, login, logout } from './store.js';
import { LoginPayload, ServiceKey, Viewer, ViewerKind } from './types.js';

@Resolver()
export class IdentityResolver {
  @Public()
  @Query(() => Viewer, { nullable: true, description: 'Siapa yang bertanya.' })
  viewer(@Ctx() { viewer }: RequestContext): Viewer {
    return {
      kind: ViewerKind[viewer.kind],
      name: viewer.kind === 'ANONYMOUS' ? null : viewer.name,
      agency: viewer.kind === 'ANONYMOUS' ? null : viewer.agency,
      roles: viewer.kind === 'OFFICIAL' ? viewer.roles : [],
      scopes: viewer.kind === 'SERVICE_KEY' ? viewer.scopes : [],
    };
  }

  @Query(() => [ServiceKey], {
    nullable: true,
    description: 'Service keys: all of them for ADMIN, those of the own agency for its producer.',
  })
  async serviceKeys(@Ctx() { viewer, writes, now }: RequestContext): Promise<ServiceKey[]> {
    const official = officialWith(viewer, 'ADMIN', 'PRODUCER');
    const all = hasRole(viewer, 'ADMIN');
    if (!official || (!all && !official.agency)) throw refusal('FORBIDDEN', { needs: 'ADMIN / PRODUCER' });
    const keys = await listServiceKeys(writes.db, all ? null : official.agency);
    return keys.map(({ id, name, agency, scopes, revokedAt, expiresAt }) => ({
      id,
      name,
      agency,
      scopes,
      active: !revokedAt && (!expiresAt || expiresAt > now),
    }));
  }

  @Public()
  @Mutation(() => LoginPayload, { description: 'Opens a session for an official.' })
  async login(
    @Ctx() { writes, now }: RequestContext,
    @Arg('username', () => String) username: string,
    @Arg('password', () => String) password: string,
  ): Promise<LoginPayload> {
    const { token, expiresAt } = await login(writes.db, username, password, now);
    return { token, expiresAt: expiresAt.toISOString() };
  }

  @Mutation(() => Boolean, { description: 'Ends the session of this request.' })
  logout(@Ctx() { writes, authorization }: RequestContext): Promise<boolean> {
    return logout(writes.db, authorization);
  }
}
