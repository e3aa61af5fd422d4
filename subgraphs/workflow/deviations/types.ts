import { Field, ID, Int, ObjectType } from 'type-graphql';
import { RoleEnum } from '../../enums.js';
import type { Role } from '../../viewer.js';
import { DeviationKindEnum, DeviationStatusEnum, StepEnum } from '../enums.js';
import type { StepId } from '../procedure.js';
import type { DeviationKind, DeviationStatus } from './rules.js';

@ObjectType({ description: 'Penyimpangan atas mutu baku. It is never deleted and never blocks the case.' })
export class Deviation {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'Number of the case.' })
  case!: string;

  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  attempt!: number;

  @Field(() => DeviationKindEnum)
  kind!: DeviationKind;

  @Field(() => DeviationStatusEnum)
  status!: DeviationStatus;

  @Field(() => RoleEnum, { description: 'The performer who has to account for it.' })
  chargedTo!: Role;

  @Field(() => RoleEnum, { nullable: true, description: 'Who acts next on it; null once it is settled.' })
  nextActor!: Role | null;

  @Field(() => String)
  openedAt!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Working days, of TIME; final once the step is completed.',
  })
  lateDays!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The document that was missing, the columns that were contested, who had not signed.',
  })
  detail!: string | null;

  @Field(() => String, { nullable: true, description: 'Sebab.' })
  cause!: string | null;

  @Field(() => String, { nullable: true, description: 'Perbaikan.' })
  correction!: string | null;

  @Field(() => String, { nullable: true, description: 'Bukti.' })
  evidence!: string | null;

  @Field(() => String, { nullable: true, description: 'What the superior said.' })
  judgement!: string | null;

  @Field(() => ID, { nullable: true, description: 'The wrong record that this one corrects.' })
  corrects!: string | null;
}
