import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context.js';
import { Public } from '../local.js';
import { findAgency, findRegion, listAgencies, listChildren, listRegions } from './store.js';
import { Agency, Region, RegionConnection, RegionLevel } from './types.js';

@Resolver(() => Region)
export class RegionResolver {
  @Public()
  @Query(() => Region, { nullable: true, description: 'Satu wilayah menurut kode Kemendagri.' })
  region(@Ctx() context: RequestContext, @Arg('code', () => ID) code: string): Promise<Region | null> {
    return findRegion(context, code);
  }

  @Public()
  @Query(() => RegionConnection, {
    nullable: true,
    description: 'Wilayah menurut induk, tingkat, wilayah yang memuatnya, atau bagian nama.',
  })
  regions(
    @Ctx() context: RequestContext,
    @Arg('parent', () => ID, { nullable: true }) parent?: string,
    @Arg('level', () => RegionLevel, { nullable: true }) level?: RegionLevel,
    @Arg('within', () => ID, { nullable: true, description: 'Segala tingkat di dalam wilayah ini.' })
    within?: string,
    @Arg('search', () => String, { nullable: true }) search?: string,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<RegionConnection> {
    return listRegions(
      context,
      { parent: parent ?? null, level: level ?? null, within: within ?? null, search: search ?? null },
      first,
      after,
    );
  }

  @Public()
  @FieldResolver(() => Region, { nullable: true })
  parent(@Ctx() context: RequestContext, @Root() region: Region): Promise<Region | null> | null {
    return region.parentCode ? findRegion(context, region.parentCode) : null;
  }

  @Public()
  @FieldResolver(() => RegionConnection, {
    nullable: true,
    description: 'Wilayah tepat di bawahnya, urut kode.',
  })
  children(
    @Ctx() context: RequestContext,
    @Root() region: Region,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<RegionConnection> {
    return listChildren(context, region.code, first, after);
  }
}

@Resolver(() => Agency)
export class AgencyResolver {
  @Public()
  @Query(() => Agency, { nullable: true })
  agency(@Ctx() context: RequestContext, @Arg('slug', () => ID) slug: string): Promise<Agency | null> {
    return findAgency(context, slug);
  }

  @Public()
  @Query(() => [Agency], { nullable: true })
  agencies(@Ctx() context: RequestContext): Promise<Agency[]> {
    return listAgencies(context);
  }
}
