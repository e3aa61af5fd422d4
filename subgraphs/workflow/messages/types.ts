import { Field, ID, Int, ObjectType } from 'type-graphql';
import { RoleEnum } from '../../enums.js';
import { PageInfo } from '../../paging.js';
import type { Role } from '../../viewer.js';

@ObjectType({ description: 'What somebody has said on a case. It is never changed.' })
export class CaseMessage {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Name of the official.' })
  author!: string;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => String, { nullable: true, description: 'PLT or PLH: the author acted for `onBehalfOf`.' })
  actingKind!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the official who was replaced.' })
  onBehalfOf!: string | null;

  @Field(() => String, { description: 'ISO 8601.' })
  at!: string;

  @Field(() => String, { description: 'Plain text.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether the viewer has written it.' })
  own!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is by somebody else and beyond what the viewer has marked as read.',
  })
  unread!: boolean;
}

@ObjectType({ description: 'In the order in which they were sent, the newest last.' })
export class CaseMessageConnection {
  @Field(() => [CaseMessage])
  nodes!: CaseMessage[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}
