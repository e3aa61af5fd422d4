import type { FastifyBaseLogger } from 'fastify';
import { storeDatasetUses } from '../subgraphs/grants/uses/store.js';
import { loadUpload } from '../subgraphs/intake/connections/load-upload.js';
import { runDuePulls } from '../subgraphs/intake/connections/pull.js';
import { storeUses } from '../subgraphs/intake/indexes/store.js';
import { lookAtRemotes } from '../subgraphs/registry/health.js';
import { storeOperationUses } from '../subgraphs/registry/uses.js';
import { deliverDue } from '../subgraphs/webhooks/deliver.js';
import { enqueueDeliveries } from '../subgraphs/webhooks/events.js';
import { overseeProcedure } from '../subgraphs/workflow/oversee.js';
import { sendMails } from '../subgraphs/workflow/oversight/mail.js';
import { auditedLoad } from './auditing.js';
import { ownContext } from './context.js';
import { everyMinute } from './jobs.js';
import { mailSender } from './mail.js';
import type { HubParts } from './parts.js';
import { keepRecording } from './recording.js';

/** What a hub does every minute, to be done now. */
export interface Upkeep {
  /** Looks after deadlines. */
  oversee(): Promise<void>;
  /** Pulls what is due from producers' databases. */
  pull(): Promise<void>;
  /** Looks at the remote subgraphs. */
  checkRemotes(): Promise<void>;
  /** Stores what was noted of slow statements, of operations and of who reads what. */
  noteUses(): Promise<void>;
  /** Tells webhooks what has happened. */
  deliver(): Promise<void>;
}

interface Kept {
  readonly parts: HubParts;
  readonly log: FastifyBaseLogger;
  /** Aborted once the hub stops. */
  readonly signal: AbortSignal;
  /** Takes what has to be disposed, in the reverse order. */
  readonly use: <T extends AsyncDisposable>(one: T) => T;
}

/** Starts what a hub does by itself. */
export function keepUp({ parts, log, signal, use }: Kept): Upkeep {
  const { config, keyring, remotes, writes } = parts;
  const overseeing = use(
    everyMinute(
      async () => {
        await overseeProcedure(writes.db, parts.now(), async (now) => {
          if (config.mail) await sendMails(writes.db, now, config.mail.linkTo, mailSender(config.mail));
        });
      },
      (error) => log.error({ err: error }, 'overseeing failed'),
    ),
  );
  const pulling = use(
    everyMinute(
      async () => {
        const context = ownContext(parts, log);
        const { db } = writes;
        const work = {
          ...context,
          db,
          signal,
          load: auditedLoad(loadUpload(context), parts.audit, log),
        };
        await runDuePulls(work, parts.directory().datasets, context.now);
      },
      (error) => log.error({ err: error }, 'pulling failed'),
    ),
  );
  const looking = use(
    everyMinute(
      () => lookAtRemotes(writes, remotes, parts.now, signal),
      (error) => log.error({ err: error }, 'looking at remote subgraphs failed'),
    ),
  );
  const delivering = use(
    everyMinute(
      async () => {
        await enqueueDeliveries(writes.db, parts.now());
        const { outbound, now } = parts;
        await deliverDue({ db: writes.db, outbound, keyring, now, signal });
      },
      (error) => log.error({ err: error }, 'delivering to webhooks failed'),
    ),
  );
  const noteUses = async () => {
    await storeUses(writes.db, parts.columnUses.take(), parts.now());
    await storeOperationUses(writes.db, parts.operationUses.take(), parts.now());
    await storeDatasetUses(writes.db, parts.datasetUses.take(), parts.now());
  };
  const unnoted = (error: unknown) => log.error({ err: error }, 'storing notes of uses failed');
  // Disposed behind the job and the server: what they have noted last is stored, too.
  use({ [Symbol.asyncDispose]: () => noteUses().catch(unnoted) });
  const noting = use(everyMinute(noteUses, unnoted));
  use(keepRecording(parts, log));
  return {
    oversee: () => overseeing.run(),
    pull: () => pulling.run(),
    checkRemotes: () => looking.run(),
    noteUses: () => noting.run(),
    deliver: () => delivering.run(),
  };
}
