import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { hasRole, isOwnProducer, isTeamOrHead, officialWith, type Viewer } from '../../viewer.js';
import { REGISTRY_SETTINGS, readSettings, writeSettings } from '../settings.js';
import { Subgraph, SubgraphHealth } from '../types.js';
import {
  consentsOf,
  giveConsent,
  healthOf,
  noticeMaintenance,
  remoteNamed,
  withdrawConsent,
} from './store.js';
import { OwnershipConsent, RegistryRules, RegistryRulesInput } from './types.js';

const NOTICE_CHARACTERS = 300;
const COORDINATE = /^[_A-Za-z]\w*(\.[_A-Za-z]\w*)?$/;

@Resolver(() => Subgraph)
export class UpkeepResolver {
  @FieldResolver(() => SubgraphHealth, { nullable: true })
  async health(
    @Ctx() { writes }: RequestContext,
    @Root() { name }: Subgraph,
  ): Promise<SubgraphHealth | null> {
    const row = await healthOf(writes.db, name);
    return row ? { ...row, checkedAt: row.checkedAt.toISOString() } : null;
  }

  @Mutation(() => Boolean, {
    description: 'Own producer: callers are told of work on the subgraph; without a notice it is over.',
  })
  async noticeMaintenance(
    @Ctx() { viewer, writes: { db }, now }: RequestContext,
    @Arg('subgraph', () => ID) name: string,
    @Arg('notice', () => String, { nullable: true }) notice?: string | null,
    @Arg('until', () => String, { nullable: true, description: 'ISO 8601.' }) until?: string | null,
  ): Promise<boolean> {
    const { agency } = await remoteNamed(db, name);
    if (!isOwnProducer(viewer, agency ?? '')) throw refusal('SUBGRAPH_UNKNOWN', { subgraph: name });
    const end = until ? new Date(until) : null;
    if ((notice?.length ?? 0) > NOTICE_CHARACTERS || (end && !(end > now)))
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: `Pemberitahuan memuat paling banyak ${NOTICE_CHARACTERS} karakter, dan berakhir di waktu yang akan datang.`,
          en: `A notice has at most ${NOTICE_CHARACTERS} characters, and ends in the future.`,
        },
      });
    const text = notice?.trim() || null;
    await db.transaction((tx) => noticeMaintenance(tx, name, text, text === null ? null : end));
    return true;
  }

  @Query(() => [OwnershipConsent], {
    nullable: true,
    description: 'What the own agency lets subgraphs of others do with its types.',
  })
  async ownershipConsents(@Ctx() { viewer, writes: { db } }: RequestContext): Promise<OwnershipConsent[]> {
    const rows = await consentsOf(db, owningProducer(viewer).agency);
    return rows.map(({ consent, signer }) => ({
      ...consent,
      id: String(consent.id),
      signer,
      at: consent.at.toISOString(),
    }));
  }

  @Mutation(() => Boolean, {
    description:
      'Own PRODUCER: lets a subgraph of another agency contribute to these coordinates of its types.',
  })
  async consentToSubgraph(
    @Ctx() { viewer, writes: { db }, now }: RequestContext,
    @Arg('subgraph', () => ID) subgraph: string,
    @Arg('coordinates', () => [String]) coordinates: string[],
    @Arg('reason', () => String) reason: string,
  ): Promise<boolean> {
    const { agency, accountId } = owningProducer(viewer);
    if (reason.trim() === '') throw refusal('REASON_REQUIRED', { action: 'consentToSubgraph' });
    if (
      coordinates.length === 0 ||
      coordinates.length > 100 ||
      !coordinates.every((one) => COORDINATE.test(one))
    )
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: 'Sebut 1 sampai 100 koordinat, masing-masing Tipe atau Tipe.field.',
          en: 'Name 1 to 100 coordinates, each Type or Type.field.',
        },
      });
    const consent = { owner: agency, subgraph, coordinates, reason, signerId: accountId };
    await giveConsent(db, consent, now);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Own PRODUCER: takes a consent back, from the next publish on.' })
  async withdrawOwnershipConsent(
    @Ctx() { viewer, writes: { db }, now }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<boolean> {
    await withdrawConsent(db, owningProducer(viewer).agency, id, now);
    return true;
  }

  @Query(() => RegistryRules, { nullable: true })
  async registryRules(@Ctx() { viewer, writes: { db } }: RequestContext): Promise<RegistryRules> {
    if (!isTeamOrHead(viewer) && !hasRole(viewer, 'ADMIN'))
      throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD / ADMIN' });
    return readSettings(db);
  }

  @Mutation(() => RegistryRules, { description: 'ADMIN: how the registry judges and reviews.' })
  async changeRegistryRules(
    @Ctx() { viewer, writes: { db } }: RequestContext,
    @Arg('rules', () => RegistryRulesInput) rules: RegistryRulesInput,
  ): Promise<RegistryRules> {
    if (!hasRole(viewer, 'ADMIN')) throw refusal('FORBIDDEN', { needs: 'ADMIN' });
    const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value != null));
    const changed = REGISTRY_SETTINGS.safeParse({ ...(await readSettings(db)), ...given });
    if (!changed.success) {
      const [issue] = changed.error.issues;
      const [what, message] = [issue?.path.map(String).join('.') ?? '', issue?.message ?? ''];
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: `Aturan ${what} tidak sah: ${message}.`,
          en: `The rule ${what} is not valid: ${message}.`,
        },
      });
    }
    await writeSettings(db, changed.data);
    return changed.data;
  }
}

function owningProducer(viewer: Viewer): { readonly agency: string; readonly accountId: string } {
  const official = officialWith(viewer, 'PRODUCER');
  if (!official?.agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return { agency: official.agency, accountId: official.accountId };
}
