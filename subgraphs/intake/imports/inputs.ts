import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { ColumnType } from '../../../schema/definition.js';
import { ColumnTypeEnum, enumOf } from '../../enums.js';
import { DATE_ORDERS, type DateFormat } from '../typing/guess.js';

export const DateOrderEnum = enumOf(DATE_ORDERS);
registerEnumType(DateOrderEnum, { name: 'DateOrder', description: 'Order of the three numbers of a date.' });

@InputType({ description: 'The answer to a question of an import.' })
export class AnswerInput {
  @Field(() => ID)
  question!: string;

  @Field(() => String, { description: 'Value of one of its options.' })
  value!: string;
}

@InputType({
  description: 'How a column is to be read, whatever it looks like; replaces what was said of it before.',
})
export class ColumnOverrideInput {
  @Field(() => String, { description: 'Key of the column, as the import names it.' })
  column!: string;

  @Field(() => Boolean, { nullable: true, description: 'Leave the column out.' })
  omit?: boolean | null;

  @Field(() => ColumnTypeEnum, {
    nullable: true,
    description: 'With neither this nor omit, the column is as it was understood again.',
  })
  type?: ColumnType | null;

  @Field(() => String, { nullable: true, description: 'Decimal mark of numbers: "," or "."' })
  decimal?: string | null;

  @Field(() => String, { nullable: true, description: 'Mark between thousands: ".", ",", " " or none.' })
  thousands?: string | null;

  @Field(() => DateOrderEnum, { nullable: true })
  dateOrder?: DateFormat['order'] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a time of day may follow a date; it is dropped.',
  })
  time?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The word for true.' })
  yes?: string | null;

  @Field(() => String, { nullable: true, description: 'The word for false.' })
  no?: string | null;

  @Field(() => [String], { nullable: true, description: 'Texts that stand for "no value".' })
  missing?: string[] | null;
}
