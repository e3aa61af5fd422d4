import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An agency, by the key that `reference` knows it by. */
@ObjectType('Agency')
@Directive('@key(fields: "slug", resolvable: false)')
export class AgencyReference {
  @Field(() => ID)
  slug!: string;
}
