import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'An agency lets a subgraph of another one contribute to these coordinates of its types.',
})
export class OwnershipConsent {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  subgraph!: string;

  @Field(() => [String])
  coordinates!: readonly string[];

  @Field(() => String)
  reason!: string;

  @Field(() => String)
  signer!: string;

  @Field(() => String)
  at!: string;
}

@ObjectType({ description: 'How the registry judges and reviews.' })
export class RegistryRules {
  @Field(() => Int, { description: 'Reviewers who have to approve a change that waits.' })
  approvals!: number;

  @Field(() => Int, { description: 'Operations seen within so many days count as used.' })
  usageDays!: number;

  @Field(() => Int, { description: 'Operations seen less often do not count.' })
  usageMinimum!: number;

  @Field(() => [String], { description: 'Clients whose operations do not count.' })
  excludedClients!: readonly string[];

  @Field(() => Int, { description: 'Days between deprecation and removal.' })
  graceDays!: number;

  @Field(() => Int, { description: 'Proposals that an agency may have open at once.' })
  openProposals!: number;
}

@InputType({ description: 'What is left out stays as it is.' })
export class RegistryRulesInput {
  @Field(() => Int, { nullable: true })
  approvals?: number | null;

  @Field(() => Int, { nullable: true })
  usageDays?: number | null;

  @Field(() => Int, { nullable: true })
  usageMinimum?: number | null;

  @Field(() => [String], { nullable: true })
  excludedClients?: string[] | null;

  @Field(() => Int, { nullable: true })
  graceDays?: number | null;

  @Field(() => Int, { nullable: true })
  openProposals?: number | null;
}
