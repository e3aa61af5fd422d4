import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.js';

export const WEBHOOK_EVENTS = ['LAUNCH', 'CASE_STEP', 'DRIFT', 'GRANT'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WebhookEventEnum = enumOf(WEBHOOK_EVENTS);
registerEnumType(WebhookEventEnum, {
  name: 'WebhookEvent',
  description:
    'LAUNCH: a supergraph went live, or failed to. CASE_STEP: a case moved. DRIFT: a remote subgraph is quarantined, or healed. ' +
    'GRANT: access to RESTRICTED data was requested, granted, refused, cancelled or withdrawn.',
});

@ObjectType({ description: 'One message to a webhook.' })
export class WebhookDelivery {
  @Field(() => ID, { description: 'As `satugraf-delivery` says it.' })
  id!: string;

  @Field(() => String, { description: 'An event that the webhook is for, or TEST.' })
  event!: string;

  @Field(() => String, { description: 'What it is about; told once.' })
  subject!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Null once it was delivered or given up.' })
  nextAt!: string | null;

  @Field(() => String, { nullable: true })
  deliveredAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What became of the last attempt: OUTBOUND_FAILED, or HTTP_ and the status.',
  })
  failure!: string | null;

  @Field(() => String)
  createdAt!: string;
}

@ObjectType({ description: 'An address that is told of events. Its secret is shown once, when it is made.' })
export class Webhook {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { nullable: true, description: "Slug of its agency; null of the hub's own." })
  agency!: string | null;

  @Field(() => String)
  url!: string;

  @Field(() => [WebhookEventEnum])
  events!: WebhookEvent[];

  @Field(() => String, { description: 'Who made it.' })
  createdBy!: string;

  @Field(() => String)
  createdAt!: string;

  @Field(() => String, { nullable: true })
  endedAt!: string | null;
}

@ObjectType({ description: 'A webhook that was just made.' })
export class NewWebhook {
  @Field(() => Webhook)
  webhook!: Webhook;

  @Field(() => String, { description: 'The key of `satugraf-signature`; it is never shown again.' })
  secret!: string;
}
