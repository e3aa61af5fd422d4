import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One sentence in both languages.' })
export class Sentence {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}
