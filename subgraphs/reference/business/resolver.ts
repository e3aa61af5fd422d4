import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { Public } from '../../local.js';
import type { BusinessLevel } from './edition.js';
import { findBusinessClass, listBelow, listBusinessClasses, listEditions } from './store.js';
import { BusinessClass, BusinessClassConnection, BusinessLevelEnum } from './types.js';

@Resolver(() => BusinessClass)
export class BusinessClassResolver {
  @Public()
  @Query(() => BusinessClass, { nullable: true, description: 'Satu klasifikasi: 2020:47111.' })
  businessClass(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<BusinessClass | null> {
    return findBusinessClass(context, id);
  }

  @Public()
  @Query(() => BusinessClassConnection, {
    nullable: true,
    description: 'Klasifikasi satu edisi menurut kode induk, tingkat atau bagian judul.',
  })
  businessClasses(
    @Ctx() context: RequestContext,
    @Arg('edition', () => String) edition: string,
    @Arg('parent', () => ID, { nullable: true }) parent?: string,
    @Arg('level', () => BusinessLevelEnum, { nullable: true }) level?: BusinessLevel,
    @Arg('search', () => String, { nullable: true }) search?: string,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<BusinessClassConnection> {
    const filter = { edition, parent: parent ?? null, level: level ?? null, search: search ?? null };
    return listBusinessClasses(context, filter, first, after);
  }

  @Public()
  @Query(() => [String], { nullable: true, description: 'Edisi KBLI yang dimuat, terbaru dahulu.' })
  businessEditions(@Ctx() context: RequestContext): Promise<string[]> {
    return listEditions(context);
  }

  @Public()
  @FieldResolver(() => BusinessClass, { nullable: true })
  parent(
    @Ctx() context: RequestContext,
    @Root() { edition, parentCode }: BusinessClass,
  ): Promise<BusinessClass | null> | null {
    return parentCode === null ? null : findBusinessClass(context, `${edition}:${parentCode}`);
  }

  @Public()
  @FieldResolver(() => BusinessClassConnection, {
    nullable: true,
    description: 'Klasifikasi tepat di bawahnya, urut kode.',
  })
  children(
    @Ctx() context: RequestContext,
    @Root() parent: BusinessClass,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<BusinessClassConnection> {
    return listBelow(context, parent, first, after);
  }
}
