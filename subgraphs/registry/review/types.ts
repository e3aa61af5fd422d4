import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Finding } from '../../../schema/check/verdict.js';
import { enumOf } from '../../enums.js';

export const PROPOSAL_STATUSES = ['WAITING', 'RETURNED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];
export const ProposalStatusEnum = enumOf(PROPOSAL_STATUSES);
registerEnumType(ProposalStatusEnum, { name: 'ProposalStatus' });

export const REVIEW_DECISIONS = ['APPROVE', 'RETURN'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];
export const ReviewDecisionEnum = enumOf(REVIEW_DECISIONS);
registerEnumType(ReviewDecisionEnum, { name: 'ReviewDecision' });

@ObjectType()
export class ProposedSubgraph {
  @Field(() => ID)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Null where it is to leave the graph.' })
  sdl!: string | null;

  @Field(() => String, { nullable: true })
  url!: string | null;

  @Field(() => Int, { nullable: true, description: 'The version that it was made on.' })
  base!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'SDL of that version; where none was named, of the one that it would take the place of.',
  })
  before!: string | null;
}

@ObjectType({ description: 'What a reviewer has said of a proposal as it was then.' })
export class ProposalReview {
  @Field(() => String)
  reviewer!: string;

  @Field(() => ReviewDecisionEnum)
  decision!: ReviewDecision;

  @Field(() => String)
  reason!: string;

  @Field(() => Boolean, {
    description: 'Whether it is of the proposal as it stands; an edit makes it count no more.',
  })
  counts!: boolean;

  @Field(() => String)
  at!: string;
}

@ObjectType({
  description: 'A change of remote subgraphs that waits, or has waited, for the technical team.',
})
export class Proposal {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  agency!: string;

  @Field(() => ProposalStatusEnum)
  status!: ProposalStatus;

  @Field(() => String, { description: 'Of its subgraphs; a review names what it has read.' })
  hash!: string;

  @Field(() => String)
  publisher!: string;

  @Field(() => String)
  createdAt!: string;

  @Field(() => String)
  updatedAt!: string;

  @Field(() => [ProposalReview])
  reviews!: readonly ProposalReview[];

  /** As they were when it was last checked. */
  readonly found!: readonly Finding[];
  readonly wanted!: readonly Omit<ProposedSubgraph, 'before'>[];
}
