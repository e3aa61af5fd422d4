import { Field, ObjectType } from 'type-graphql';
import { type AccessClass, type FieldStatus, STANDINGS, verdict } from '../../schema/exposure.js';

@ObjectType({
  description:
    'What callers of one standing see of a column: VALUES, ABSENT, or the code by which it is withheld; now, and once each verdict is carried out.',
})
export class FieldSight {
  @Field(() => String, { description: 'INSIDER, GRANTED, SIGNED_IN or ANONYMOUS.' })
  standing!: string;

  @Field(() => String)
  now!: string;

  @Field(() => String, { description: 'Agreed on and delivered.' })
  agreed!: string;

  @Field(() => String)
  declined!: string;

  @Field(() => String)
  deferred!: string;
}

/** The dress rehearsal of a column under evaluation: the matrix for every standing and every verdict. */
export const sightsOf = (status: FieldStatus, accessClass: AccessClass, released: boolean): FieldSight[] =>
  STANDINGS.map((standing) => {
    const seen = (then: FieldStatus): string => verdict(then, accessClass, standing, released);
    return {
      standing,
      now: seen(status),
      agreed: seen('LIVE'),
      declined: seen('DECLINED'),
      deferred: seen('DEFERRED'),
    };
  });
