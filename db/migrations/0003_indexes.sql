CREATE TABLE "column_uses" (
	"dataset_id" uuid NOT NULL,
	"column" text NOT NULL,
	"uses" bigint NOT NULL,
	"milliseconds" double precision NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "column_uses_dataset_id_column_pk" PRIMARY KEY("dataset_id","column")
);
--> statement-breakpoint
CREATE TABLE "indexed_columns" (
	"dataset_id" uuid NOT NULL,
	"column" text NOT NULL,
	"accepted_by" uuid NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "indexed_columns_dataset_id_column_pk" PRIMARY KEY("dataset_id","column")
);
--> statement-breakpoint
ALTER TABLE "column_uses" ADD CONSTRAINT "column_uses_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indexed_columns" ADD CONSTRAINT "indexed_columns_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indexed_columns" ADD CONSTRAINT "indexed_columns_accepted_by_accounts_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;