CREATE TYPE "public"."proposal_status" AS ENUM('WAITING', 'RETURNED', 'PUBLISHED', 'WITHDRAWN');--> statement-breakpoint
CREATE TYPE "public"."review_decision" AS ENUM('APPROVE', 'RETURN');--> statement-breakpoint
ALTER TYPE "public"."subgraph_kind" ADD VALUE 'REMOTE';--> statement-breakpoint
CREATE TABLE "operation_uses" (
	"operation" text NOT NULL,
	"client" text NOT NULL,
	"owner" text,
	"day" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "operation_uses_operation_client_day_pk" PRIMARY KEY("operation","client","day")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"hash" text PRIMARY KEY NOT NULL,
	"name" text,
	"text" text NOT NULL,
	"coordinates" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accepted_findings" (
	"subgraph" text NOT NULL,
	"rule" text NOT NULL,
	"coordinate" text NOT NULL,
	"reason" text NOT NULL,
	"signer_id" uuid NOT NULL,
	"proposal_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "accepted_findings_subgraph_rule_coordinate_pk" PRIMARY KEY("subgraph","rule","coordinate")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"subgraph" text NOT NULL,
	"coordinates" text[] NOT NULL,
	"reason" text NOT NULL,
	"signer_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "proposal_reviews" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"proposal_id" integer NOT NULL,
	"hash" text NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"decision" "review_decision" NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"agency" text NOT NULL,
	"subgraphs" jsonb NOT NULL,
	"hash" text NOT NULL,
	"status" "proposal_status" DEFAULT 'WAITING' NOT NULL,
	"findings" jsonb NOT NULL,
	"publisher" text NOT NULL,
	"publisher_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subgraph_health" (
	"subgraph" text PRIMARY KEY NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"healthy" boolean NOT NULL,
	"milliseconds" integer NOT NULL,
	"failure" text,
	"hash" text
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency" text,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "findings" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "milliseconds" integer;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "by" text;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "subgraph_versions" ADD COLUMN "published_by" text;--> statement-breakpoint
ALTER TABLE "subgraph_versions" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "subgraphs" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "subgraphs" ADD COLUMN "quarantine" text;--> statement-breakpoint
ALTER TABLE "subgraphs" ADD COLUMN "quarantined_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subgraphs" ADD COLUMN "maintenance" text;--> statement-breakpoint
ALTER TABLE "subgraphs" ADD COLUMN "maintenance_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "supergraphs" ADD COLUMN "rollback_of" integer;--> statement-breakpoint
ALTER TABLE "operation_uses" ADD CONSTRAINT "operation_uses_operation_operations_hash_fk" FOREIGN KEY ("operation") REFERENCES "public"."operations"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accepted_findings" ADD CONSTRAINT "accepted_findings_subgraph_subgraphs_name_fk" FOREIGN KEY ("subgraph") REFERENCES "public"."subgraphs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accepted_findings" ADD CONSTRAINT "accepted_findings_signer_id_accounts_id_fk" FOREIGN KEY ("signer_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_owner_agencies_slug_fk" FOREIGN KEY ("owner") REFERENCES "public"."agencies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_signer_id_accounts_id_fk" FOREIGN KEY ("signer_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_reviews" ADD CONSTRAINT "proposal_reviews_reviewer_id_accounts_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_agency_agencies_slug_fk" FOREIGN KEY ("agency") REFERENCES "public"."agencies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subgraph_health" ADD CONSTRAINT "subgraph_health_subgraph_subgraphs_name_fk" FOREIGN KEY ("subgraph") REFERENCES "public"."subgraphs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_agency_agencies_slug_fk" FOREIGN KEY ("agency") REFERENCES "public"."agencies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "operation_uses_day" ON "operation_uses" USING btree ("day");--> statement-breakpoint
CREATE UNIQUE INDEX "proposal_reviews_one" ON "proposal_reviews" USING btree ("proposal_id","hash","reviewer_id");--> statement-breakpoint
CREATE INDEX "proposals_open" ON "proposals" USING btree ("agency") WHERE "proposals"."status" in ('WAITING', 'RETURNED');--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("webhook_id","subject");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE "webhook_deliveries"."next_at" is not null;