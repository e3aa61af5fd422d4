import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A load of a dataset; its source file is kept.' })
export class Release {
  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => Int)
  rows!: number;

  @Field(() => String, { description: 'SHA-256 of the source file, hex.' })
  sha256!: string;

  @Field(() => Boolean, { description: 'Whether it is the one that is served.' })
  live!: boolean;
}
