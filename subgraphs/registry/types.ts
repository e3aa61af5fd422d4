import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FindingType } from './publishing/types.js';

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

  @Field(() => String, {
    nullable: true,
    description: 'Key or official; null where the hub itself published it.',
  })
  publishedBy!: string | null;
}

@ObjectType({ description: 'What callers are told while an agency works on its subgraph.' })
export class Maintenance {
  @Field(() => String)
  notice!: string;

  @Field(() => String, { nullable: true })
  until!: string | null;
}

@ObjectType({ description: 'How a remote subgraph did when the hub last looked.' })
export class SubgraphHealth {
  @Field(() => String)
  checkedAt!: string;

  @Field(() => Boolean)
  healthy!: boolean;

  @Field(() => Int)
  milliseconds!: number;

  @Field(() => String, { nullable: true, description: 'Code of what failed.' })
  failure!: string | null;
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

  @Field(() => String, { nullable: true, description: 'Where a remote subgraph answers.' })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is asked nothing until it is looked into.' })
  quarantine!: string | null;

  @Field(() => Maintenance, { nullable: true })
  maintenance!: Maintenance | null;
}

@ObjectType({ description: 'A composed supergraph; every hub serves the newest.' })
export class Supergraph {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The earlier supergraph to which a rollback went back.' })
  rollbackOf!: string | null;

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

  @Field(() => [FindingType], { description: 'Of the check that let its versions in.' })
  findings!: readonly FindingType[];

  @Field(() => Int, { nullable: true, description: 'Milliseconds that composing took.' })
  milliseconds!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who set it off; null where the hub followed its datasets.',
  })
  by!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String)
  at!: string;
}
