import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { NextActor } from '../../../schema/errors.js';
import { enumOf } from '../../enums.js';

export const SAVED_QUERY_CHANGES = ['BROKEN', 'DEPRECATED', 'PROPOSED'] as const;
export type SavedQueryChangeKind = (typeof SAVED_QUERY_CHANGES)[number];

export const SavedQueryChangeKindEnum = enumOf(SAVED_QUERY_CHANGES);
registerEnumType(SavedQueryChangeKindEnum, {
  name: 'SavedQueryChangeKind',
  description:
    'BROKEN: the hub would refuse it now, or withhold something of it. DEPRECATED: it uses what is to be given up. ' +
    'PROPOSED: a proposal that waits for review would break something that it uses.',
});

@ObjectType({ description: 'The same sentence in both languages.' })
export class SavedQueryWords {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'Something that happens to the graph and concerns a saved query.' })
export class SavedQueryChange {
  @Field(() => SavedQueryChangeKindEnum)
  kind!: SavedQueryChangeKind;

  @Field(() => String, {
    nullable: true,
    description: 'What of the graph it is about, as the query names it; null where it is about the whole.',
  })
  coordinate!: string | null;

  @Field(() => SavedQueryWords)
  message!: SavedQueryWords;

  @Field(() => String, { description: 'Who acts next, as refusals say it.' })
  next!: NextActor;

  @Field(() => ID, { nullable: true, description: 'The proposal that waits, where it is of one.' })
  proposal!: string | null;
}

@ObjectType({ description: 'A query that an account keeps for itself; nobody else sees it.' })
export class SavedQuery {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Its text as it was saved, one operation or several.' })
  document!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  savedAt!: string;
}
