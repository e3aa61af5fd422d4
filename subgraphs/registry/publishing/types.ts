import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type CheckVerdict, type Finding, SEVERITIES, type Severity } from '../../../schema/check/verdict.js';
import { enumOf } from '../../enums.js';
import { Proposal } from '../review/types.js';

export const SeverityEnum = enumOf(SEVERITIES);
registerEnumType(SeverityEnum, {
  name: 'FindingSeverity',
  description: 'ERROR refuses a publish; BREAKING and FOREIGN make it wait for the technical team.',
});

export const CheckOutcomeEnum = enumOf(['REFUSED', 'REVIEW', 'PASSED'] as const);
registerEnumType(CheckOutcomeEnum, { name: 'CheckOutcome' });

export const PublicationOutcomeEnum = enumOf(['PUBLISHED', 'WAITING', 'UNCHANGED', 'REFUSED'] as const);
registerEnumType(PublicationOutcomeEnum, { name: 'PublicationOutcome' });

@ObjectType({ description: 'The same sentences in both languages.' })
export class CheckWords {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'Operations seen lately that a change would break.' })
export class AffectedClient {
  @Field(() => String)
  client!: string;

  @Field(() => [String], { description: 'What the client called its versions.' })
  versions!: readonly string[];

  @Field(() => String, { description: 'Name of the operation, or its hash.' })
  operation!: string;

  @Field(() => Int, { description: 'How often it was seen.' })
  count!: number;

  @Field(() => String, { nullable: true, description: 'The key or official that sent it, with its agency.' })
  owner!: string | null;
}

@ObjectType({ description: 'A finding that the technical team has accepted.' })
export class FindingAcceptance {
  @Field(() => String)
  reason!: string;

  @Field(() => String)
  signer!: string;
}

@ObjectType('Finding', { description: 'Something that a check has found.' })
export class FindingType {
  @Field(() => String, { description: 'As schema/README.md lists them.' })
  rule!: string;

  @Field(() => SeverityEnum)
  severity!: Severity;

  @Field(() => ID)
  subgraph!: string;

  @Field(() => String, { nullable: true })
  coordinate!: string | null;

  @Field(() => CheckWords)
  words!: CheckWords;

  @Field(() => String, { description: 'Who acts next.' })
  next!: string;

  @Field(() => Int, { nullable: true, description: 'Line in the SDL, from 1.' })
  line!: number | null;

  @Field(() => Int, { nullable: true })
  column!: number | null;

  @Field(() => [AffectedClient])
  affected!: readonly AffectedClient[];

  @Field(() => FindingAcceptance, { nullable: true })
  accepted!: FindingAcceptance | null;
}

@ObjectType({ description: 'What a check of subgraphs says, against the graph as it is now.' })
export class SchemaCheck {
  @Field(() => CheckOutcomeEnum)
  outcome!: CheckVerdict['kind'];

  @Field(() => [FindingType])
  findings!: readonly FindingType[];
}

@InputType({ description: 'A remote subgraph as its agency wants it.' })
export class SubgraphInput {
  @Field(() => ID, { description: '`<agency>_<name>`.' })
  name!: string;

  @Field(() => String, { description: 'Where it answers, https.' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'Without it the hub asks the subgraph itself.' })
  sdl?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that it was made on; refused where the graph has another by now.',
  })
  base?: number | null;
}

@ObjectType({ description: 'What came of a publish.' })
export class Publication {
  @Field(() => PublicationOutcomeEnum)
  outcome!: 'PUBLISHED' | 'WAITING' | 'UNCHANGED' | 'REFUSED';

  @Field(() => SchemaCheck)
  check!: SchemaCheck;

  @Field(() => Proposal, { nullable: true, description: 'What waits for the technical team.' })
  proposal!: Proposal | null;

  @Field(() => ID, { nullable: true, description: 'The supergraph that is served with it.' })
  supergraph!: string | null;
}

export const shownFindings = (findings: readonly Finding[]): FindingType[] =>
  findings.map((finding) => ({ ...finding, accepted: finding.accepted ?? null }));
