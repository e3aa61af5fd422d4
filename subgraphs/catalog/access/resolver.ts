import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { subjectOf } from '../../subject.js';
import { hasRole, standingOf } from '../../viewer.js';
import { agreementOf } from './agreement.js';
import { type Explanation, explain } from './explain.js';
import { grantedUntil, listSignings, statusSince } from './store.js';
import { type AccessAgreement, AccessExplanation } from './types.js';

/** The hub's own fields guard themselves: they are none that an agreement opens. */
const NO_PLATFORM: ReadonlySet<string> = new Set();

@Resolver(() => AccessExplanation)
export class AccessResolver {
  @Query(() => AccessExplanation, {
    nullable: true,
    description:
      'Why the viewer may read a coordinate of a dataset, or may not: `Dinkes_Puskesmas.namaPuskesmas`, `Query.dinkes_puskesmas`, ' +
      'or what an error names as its `coordinate`. Null where there is no such name for the viewer.',
  })
  async explainAccess(
    @Ctx() context: RequestContext,
    @Arg('coordinate', () => String) coordinate: string,
  ): Promise<AccessExplanation | null> {
    const found = explain(subjectOf(coordinate, context.directory, NO_PLATFORM), context.viewer);
    if (!found) return null;
    const { dataset, column, code, words } = found;
    const mark = column?.case ?? dataset.case;
    const { viewer } = context;
    const insider = standingOf(viewer, dataset.agency) === 'INSIDER';
    const since = column ? await statusSince(context, dataset, column) : null;
    return {
      coordinate,
      dataset: dataset.names.field,
      readable: code === 'VALUES',
      code,
      reason: words,
      column: column?.definition.name ?? null,
      status: column?.status ?? null,
      since: since?.toISOString() ?? null,
      accessClass: column?.accessClass ?? null,
      needsGrant: found.needsGrant,
      grantedUntil: column && found.needsGrant ? await grantedUntil(context, dataset, column) : null,
      caseNumber: mark.number,
      step: insider || hasRole(viewer, 'ADMIN') || code.startsWith('FIELD_') ? mark.step : null,
      case: { number: mark.number },
      agreement: insider ? await agreement(context, found) : null,
      ask: { role: found.ask, agency: { slug: dataset.agency }, contact: dataset.facts.contact },
    };
  }
}

/** What both sides signed; its names are for those who read the dossier. */
async function agreement(
  context: RequestContext,
  { dataset, column }: Explanation,
): Promise<AccessAgreement | null> {
  if (column?.status === 'PROPOSED') return null;
  const signed = agreementOf(await listSignings(context, (column?.case ?? dataset.case).id));
  if (!signed) return null;
  return {
    signedAt: signed.at.toISOString(),
    contentHash: signed.contentHash,
    signers: signed.signers.map(({ role, name, actingKind, onBehalfOf, at }) => ({
      role,
      name,
      acting: actingKind,
      onBehalfOf,
      signedAt: at.toISOString(),
    })),
  };
}
