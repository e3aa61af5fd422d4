import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum SubgraphKind {
  LOCAL = 'LOCAL',
  HOSTED = 'HOSTED',
  REMOTE = 'REMOTE',
}
registerEnumType(SubgraphKind, {
  name: 'SubgraphKind',
  description:
    "The hub's own subgraphs, one for each hosted dataset, and those that producers run themselves.",
});

@ObjectType()
export class SubgraphVersion {
  @Field(() => Int)
  version!: number;

  @Field(() => String)
  sdl!: string;

  @Field(() => String, { description: 'SHA-256 of the SDL, hex.' })
  hash!: string;

  @Field(() => String)
  publishedAt!: string;
}

@ObjectType()
export class Subgraph {
  @Field(() => ID)
  name!: string;

  @Field(() => SubgraphKind)
  kind!: SubgraphKind;

  @Field(() => ID, { nullable: true, description: 'Slug of the agency that owns it.' })
  agency!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version to compose; null when it is out of the graph.',
  })
  currentVersion!: number | null;
}

@ObjectType({ description: 'A composed supergraph; every hub serves the newest.' })
export class Supergraph {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  sdl!: string;

  @Field(() => String)
  hash!: string;

  @Field(() => String)
  composedAt!: string;
}

@ObjectType({ description: 'An attempt to compose or to swap.' })
export class Launch {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The supergraph that came of it.' })
  supergraph!: string | null;

  @Field(() => [String])
  errors!: string[];

  @Field(() => String)
  at!: string;
}
