import { Field, Int, ObjectType } from 'type-graphql';
import { CheckWords } from '../publishing/types.js';

@ObjectType({ description: 'One coordinate as callers of one standing would meet it.' })
export class RehearsedSight {
  @Field(() => String)
  coordinate!: string;

  @Field(() => String, { description: 'VALUES, ABSENT, or the code by which it would be withheld.' })
  verdict!: string;
}

@ObjectType({ description: 'What callers of one standing would see of what is proposed.' })
export class RehearsedStanding {
  @Field(() => String, { description: 'INSIDER, GRANTED, SIGNED_IN or ANONYMOUS.' })
  standing!: string;

  @Field(() => [RehearsedSight])
  seen!: readonly RehearsedSight[];
}

@ObjectType({ description: 'An operation seen lately that would meet something changed.' })
export class RehearsedOperation {
  @Field(() => String)
  client!: string;

  @Field(() => String, { nullable: true })
  owner!: string | null;

  @Field(() => String, { description: 'Name of the operation, or its hash.' })
  operation!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => String, {
    description: 'INVALID: it would be refused; CHANGED: it works, and meets something new.',
  })
  outcome!: string;

  @Field(() => [CheckWords])
  how!: readonly CheckWords[];
}

@ObjectType({ description: 'What a publish would look like, before anybody says yes to it.' })
export class DressRehearsal {
  @Field(() => String, { description: 'The schema that members would see.' })
  clientSdl!: string;

  @Field(() => String, { description: 'Of it, the types that are added or changed.' })
  changedSdl!: string;

  @Field(() => [RehearsedStanding])
  sights!: readonly RehearsedStanding[];

  @Field(() => [RehearsedOperation])
  operations!: readonly RehearsedOperation[];
}
