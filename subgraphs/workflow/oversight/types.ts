import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf, RoleEnum } from '../../enums.js';
import type { Role } from '../../viewer.js';
import { CaseStatusEnum, StepEnum } from '../enums.js';
import type { StepId } from '../procedure.js';
import type { CaseStatus } from '../state.js';
import { INBOX_KINDS, type InboxKind } from './inbox.js';

export const InboxKindEnum = enumOf(INBOX_KINDS);
registerEnumType(InboxKindEnum, {
  name: 'InboxKind',
  description:
    'CASE: a step to be done. DEVIATION: to be accounted for or judged. REPORT: to be acknowledged. OVERDUE: a step of ' +
    "a subordinate whose due date has passed. RELEASE_REQUEST: a dataset's release to the public. WAIVER: of a document. " +
    'LIFT: of a suspension, which the other side has signed. LATE_RELEASE: of data that were promised for the date. ' +
    'ERASURE: of a release or a column, proposed by its producer.',
});

@ObjectType({ description: 'Something that waits on the signed-in official.' })
export class InboxItem {
  @Field(() => InboxKindEnum)
  kind!: InboxKind;

  @Field(() => ID, {
    nullable: true,
    description: "The case's number; null where a dataset alone is concerned.",
  })
  case!: string | null;

  @Field(() => ID, { nullable: true, description: 'Root field of the dataset, from hand-over on.' })
  dataset!: string | null;

  @Field(() => String)
  title!: string;

  @Field(() => StepEnum, {
    nullable: true,
    description:
      'Where the case stands; of a deviation the step in which it arose. Null where a dataset alone is concerned.',
  })
  step!: StepId | null;

  @Field(() => RoleEnum, { description: 'The role in which it waits on the official.' })
  role!: Role;

  @Field(() => String, { description: 'Since when, ISO 8601.' })
  since!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Due at the end (24:00 WIB) of this date, YYYY-MM-DD.',
  })
  dueOn!: string | null;

  @Field(() => Boolean)
  overdue!: boolean;

  @Field(() => Boolean, { description: 'The last working day before the due date has come; not overdue.' })
  reminder!: boolean;

  @Field(() => ID, { nullable: true })
  deviation!: string | null;

  @Field(() => ID, { nullable: true })
  report!: string | null;
}

@ObjectType()
export class StatusCount {
  @Field(() => CaseStatusEnum)
  status!: CaseStatus;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class CaseCounts {
  @Field(() => Int)
  total!: number;

  @Field(() => [StatusCount], { description: 'Every status but DRAFT.' })
  byStatus!: StatusCount[];
}

@ObjectType()
export class StepCount {
  @Field(() => Int)
  no!: number;

  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ description: 'An open case and whom it waits on.' })
export class WaitingCase {
  @Field(() => ID)
  number!: string;

  @Field(() => String)
  title!: string;

  @Field(() => ID)
  agency!: string;

  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  attempt!: number;

  @Field(() => [RoleEnum], { description: 'In step 3 each side until it has signed.' })
  roles!: Role[];

  @Field(() => String, { description: 'When the attempt was opened, ISO 8601.' })
  since!: string;

  @Field(() => Int, { description: 'Working days since then.' })
  workingDays!: number;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD.' })
  dueOn!: string | null;

  @Field(() => Boolean)
  overdue!: boolean;
}

@ObjectType({
  description:
    'Completed attempts at one step against mutu baku waktu. A lateness that was corrected as a wrong record counts as ' +
    'within; an attempt for which no clock ran is not counted.',
})
export class StepFigures {
  @Field(() => Int)
  no!: number;

  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  completed!: number;

  @Field(() => Int)
  within!: number;

  @Field(() => Float, { nullable: true, description: 'within / completed; null where none is completed.' })
  share!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median of the working days that an attempt took.' })
  medianWorkingDays!: number | null;

  @Field(() => Int, { description: 'Sum of the working days by which attempts were late.' })
  totalLateDays!: number;
}

@ObjectType({ description: "Unsettled deviations of one performer in one agency's cases." })
export class DeviationCount {
  @Field(() => RoleEnum)
  performer!: Role;

  @Field(() => ID)
  agency!: string;

  @Field(() => Int)
  completeness!: number;

  @Field(() => Int)
  time!: number;

  @Field(() => Int)
  output!: number;

  @Field(() => Int)
  total!: number;
}

@ObjectType()
export class LoopCount {
  @Field(() => Int, { description: 'How often step 3 ended in tidak.' })
  rejected!: number;

  @Field(() => Int, { description: 'How often step 8 ended in belum.' })
  contested!: number;

  @Field(() => Int, { description: 'Cases with at least one of them.' })
  cases!: number;
}

@ObjectType({
  description:
    'Figures of the cases that were first submitted in the period, as they stand now; each figure counts these cases ' +
    'alone, also where something happened to them later. Drafts are left out, returned ones among them.',
})
export class ProcedureStatistics {
  @Field(() => CaseCounts)
  cases!: CaseCounts;

  @Field(() => [StepCount], { description: 'Open cases at each step.' })
  byStep!: StepCount[];

  @Field(() => [WaitingCase], {
    description: 'Open cases by due date, the longest overdue first; at most 1,000 of `waitingTotal`.',
  })
  waiting!: WaitingCase[];

  @Field(() => Int)
  waitingTotal!: number;

  @Field(() => [StepFigures], { description: 'Steps without a limit are left out.' })
  withinStandard!: StepFigures[];

  @Field(() => [DeviationCount], {
    description: 'Open, accounted for or returned; neither accepted nor corrected.',
  })
  deviations!: DeviationCount[];

  @Field(() => LoopCount)
  loops!: LoopCount;
}
