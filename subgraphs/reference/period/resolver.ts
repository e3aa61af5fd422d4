import { Arg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  aroundPeriod,
  endOfPeriod,
  type PeriodKind,
  type Period as PeriodParts,
  parsePeriod,
  partsOfPeriod,
  periodId,
  periodLabel,
  startOfPeriod,
} from '../../../schema/period.js';
import { Public } from '../../local.js';
import { Period, PeriodKindEnum } from './types.js';

const shown = (period: PeriodParts): Period => ({
  id: periodId(period),
  kind: period.kind,
  year: period.year,
  start: startOfPeriod(period),
  end: endOfPeriod(period),
  label: periodLabel(period),
});

const partsOf = ({ id }: Period): PeriodParts => {
  const period = parsePeriod(id);
  if (!period) throw new Error(`${id} was shown as a period`);
  return period;
};

/** The period with this id; null where the text is none. */
export function findPeriod(id: string): Period | null {
  const period = parsePeriod(id);
  return period && shown(period);
}

@Resolver(() => Period)
export class PeriodResolver {
  @Public()
  @Query(() => Period, { nullable: true, description: 'Satu periode: 2024, 2024-S1, 2024-Q3, 2024-03.' })
  period(@Arg('id', () => ID) id: string): Period | null {
    return findPeriod(id);
  }

  @Public()
  @FieldResolver(() => Period, {
    nullable: true,
    description: 'Periode lebih panjang berikutnya yang memuatnya: triwulan, semester, tahun.',
  })
  parent(@Root() period: Period): Period | null {
    const [next] = aroundPeriod(partsOf(period));
    return next ? shown(next) : null;
  }

  @Public()
  @FieldResolver(() => [Period], { description: 'Bagian-bagiannya, urut waktu.' })
  children(
    @Root() period: Period,
    @Arg('kind', () => PeriodKindEnum, {
      nullable: true,
      description: 'Default: yang lebih pendek berikutnya.',
    })
    kind?: PeriodKind,
  ): Period[] {
    return partsOfPeriod(partsOf(period), kind ?? undefined).map(shown);
  }
}
