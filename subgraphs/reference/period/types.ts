import { GraphQLScalarType } from 'graphql';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PERIOD_KINDS, type PeriodKind } from '../../../schema/period.js';
import { enumOf } from '../../enums.js';
import { Public } from '../../local.js';

export const PeriodKindEnum = enumOf(PERIOD_KINDS);
registerEnumType(PeriodKindEnum, { name: 'PeriodKind', description: 'Tahun, semester, triwulan, bulan.' });

export const DateScalar = new GraphQLScalarType({
  name: 'Date',
  description: 'A calendar date, YYYY-MM-DD.',
});

@ObjectType({ description: 'Periode data, 1900 sampai 2100.' })
@Directive('@key(fields: "id")')
export class Period {
  @Public()
  @Field(() => ID, { description: '2024, 2024-S1, 2024-Q3, 2024-03.' })
  id!: string;

  @Public()
  @Field(() => PeriodKindEnum)
  kind!: PeriodKind;

  @Public()
  @Field(() => Int)
  year!: number;

  @Public()
  @Field(() => DateScalar, { description: 'Hari pertama.' })
  start!: string;

  @Public()
  @Field(() => DateScalar, { description: 'Hari terakhir.' })
  end!: string;

  @Public()
  @Field(() => String, { description: 'Triwulan III 2024.' })
  label!: string;
}
