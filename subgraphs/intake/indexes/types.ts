import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'A column by which slow statements chose or sorted rows, and which the live release has no index on.',
})
export class IndexSuggestion {
  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => String, { description: 'Slug of the agency.' })
  agency!: string;

  @Field(() => String)
  column!: string;

  @Field(() => Int, { description: 'Slow statements that went by it.' })
  uses!: number;

  @Field(() => Int, { description: 'What these took on average, with all else that they asked.' })
  meanMilliseconds!: number;

  @Field(() => String, { description: 'When the first was noted, ISO 8601.' })
  since!: string;
}
