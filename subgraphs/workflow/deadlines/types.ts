import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.js';
import type { HolidayKind } from './skb-holidays.js';

export const HolidayKindEnum = enumOf(['HOLIDAY', 'COLLECTIVE_LEAVE'] as const);
registerEnumType(HolidayKindEnum, {
  name: 'HolidayKind',
  description: 'Hari libur nasional, cuti bersama.',
});

@ObjectType({ description: 'A day without work besides Saturdays and Sundays.' })
export class Holiday {
  @Field(() => String, { description: 'YYYY-MM-DD.' })
  date!: string;

  @Field(() => HolidayKindEnum)
  kind!: HolidayKind;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'The decree by number and date.' })
  source!: string;
}

@ObjectType({ description: 'A change of the table of holidays.' })
export class HolidayChange {
  @Field(() => Int)
  id!: number;

  @Field(() => String)
  date!: string;

  @Field(() => Holiday, { nullable: true, description: 'What the day was before; null for an ordinary one.' })
  before!: Holiday | null;

  @Field(() => Holiday, { nullable: true })
  after!: Holiday | null;

  @Field(() => String)
  reason!: string;

  @Field(() => String)
  at!: string;
}

@ObjectType()
export class HolidayChanged {
  @Field(() => Int, { description: 'Deadlines that were not yet due and have moved.' })
  movedDeadlines!: number;
}
