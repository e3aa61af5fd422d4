CREATE TYPE "public"."business_level" AS ENUM('CATEGORY', 'DIVISION', 'GROUP', 'CLASS', 'SUBCLASS');--> statement-breakpoint
CREATE TYPE "public"."connection_kind" AS ENUM('POSTGRESQL', 'MYSQL');--> statement-breakpoint
CREATE TYPE "public"."load_outcome" AS ENUM('LOADED', 'REFUSED');--> statement-breakpoint
CREATE TYPE "public"."load_mode" AS ENUM('REPLACE', 'APPEND', 'UPSERT');--> statement-breakpoint
CREATE TABLE "business_classes" (
	"edition" text NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"level" "business_level" NOT NULL,
	"parent_code" text,
	CONSTRAINT "business_classes_edition_code_pk" PRIMARY KEY("edition","code")
);
--> statement-breakpoint
CREATE TABLE "dataset_facts" (
	"dataset_id" uuid PRIMARY KEY NOT NULL,
	"cadence" text,
	"coverage" text,
	"contact" text,
	"licence" text,
	"updated_by" uuid,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "allowed_addresses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"address" text NOT NULL,
	"port" integer NOT NULL,
	"reason" text NOT NULL,
	"allowed_by" uuid NOT NULL,
	"allowed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "allowed_addresses_address" UNIQUE("address","port")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency" text NOT NULL,
	"name" text NOT NULL,
	"kind" "connection_kind" NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"database" text NOT NULL,
	"username" text NOT NULL,
	"sealed_password" text NOT NULL,
	"tls" boolean NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"reached_at" timestamp with time zone,
	CONSTRAINT "connections_name" UNIQUE("agency","name")
);
--> statement-breakpoint
CREATE TABLE "pulls" (
	"dataset_id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"schema" text NOT NULL,
	"table" text NOT NULL,
	"mode" "load_mode" NOT NULL,
	"incremental_by" text,
	"watermark" text,
	"every_minutes" integer,
	"next_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	"last_outcome" jsonb,
	"created_by" uuid
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"upload_id" uuid NOT NULL,
	"agency" text NOT NULL,
	"dataset_id" uuid,
	"decisions" jsonb NOT NULL,
	"understanding" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "load_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_id" uuid NOT NULL,
	"upload_id" uuid NOT NULL,
	"release_id" integer,
	"mode" "load_mode" NOT NULL,
	"outcome" "load_outcome" NOT NULL,
	"rows_read" integer NOT NULL,
	"rows_loaded" integer NOT NULL,
	"rows_rejected" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"notes" jsonb NOT NULL,
	"reject_bytes" bigint DEFAULT 0 NOT NULL,
	"loaded_by" uuid,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mappings" (
	"dataset_id" uuid PRIMARY KEY NOT NULL,
	"mapping" jsonb NOT NULL,
	"decisions" jsonb NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reject_chunks" (
	"report_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "reject_chunks_report_id_sequence_pk" PRIMARY KEY("report_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "mode" "load_mode" DEFAULT 'REPLACE' NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_facts" ADD CONSTRAINT "dataset_facts_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_facts" ADD CONSTRAINT "dataset_facts_updated_by_accounts_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allowed_addresses" ADD CONSTRAINT "allowed_addresses_allowed_by_accounts_id_fk" FOREIGN KEY ("allowed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_agency_agencies_slug_fk" FOREIGN KEY ("agency") REFERENCES "public"."agencies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulls" ADD CONSTRAINT "pulls_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulls" ADD CONSTRAINT "pulls_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulls" ADD CONSTRAINT "pulls_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_agency_agencies_slug_fk" FOREIGN KEY ("agency") REFERENCES "public"."agencies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_reports" ADD CONSTRAINT "load_reports_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_reports" ADD CONSTRAINT "load_reports_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_reports" ADD CONSTRAINT "load_reports_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_reports" ADD CONSTRAINT "load_reports_loaded_by_accounts_id_fk" FOREIGN KEY ("loaded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reject_chunks" ADD CONSTRAINT "reject_chunks_report_id_load_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."load_reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "business_classes_parent" ON "business_classes" USING btree ("edition","parent_code","code");--> statement-breakpoint
CREATE INDEX "pulls_next" ON "pulls" USING btree ("next_at");