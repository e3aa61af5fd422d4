import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Puskesmas, Region } from './puskesmas.js';
import type { Store } from './store.js';

/** What the resolvers of one request share. */
export interface Context {
  readonly store: Store;
}

@Resolver(() => Puskesmas)
export class PuskesmasResolver {
  @Query(() => [Puskesmas], {
    name: 'dinkes_puskesmas',
    nullable: true,
    description:
      'Puskesmas menurut kodenya; halaman berikutnya dengan `after`, kode terakhir yang sudah ada.',
  })
  list(
    @Arg('first', () => Int, { defaultValue: 100, description: 'Paling banyak 1.000.' }) first: number,
    @Arg('after', () => String, {
      defaultValue: '',
      description: 'Kode puskesmas terakhir halaman sebelumnya.',
    })
    after: string,
    @Ctx() { store }: Context,
  ): Promise<Puskesmas[]> {
    return store.list(first, after);
  }

  @Query(() => Puskesmas, {
    name: 'dinkes_puskesmasByKey',
    nullable: true,
    description: 'Satu puskesmas menurut kodenya.',
  })
  one(
    @Arg('kodePuskesmas', () => String, { description: 'Kode registrasi puskesmas.' }) code: string,
    @Ctx() { store }: Context,
  ): Promise<Puskesmas | null> {
    return store.byCode.load(code);
  }
}

@Resolver(() => Region)
export class RegionResolver {
  @FieldResolver(() => [Puskesmas], {
    name: 'dinkes_puskesmas',
    nullable: true,
    description: 'Puskesmas di kecamatan ini.',
  })
  list(@Root() { code }: Region, @Ctx() { store }: Context): Promise<Puskesmas[]> {
    return store.inRegion.load(code);
  }
}
