import type { FastifyBaseLogger } from 'fastify';
import { everyMinute, everySecond } from './jobs.js';
import type { HubParts } from './parts.js';

/**
 * Records what was read of RESTRICTED columns, every second, and what hubs that died had begun, every minute. Once it is
 * disposed, what was noted last is recorded, too.
 */
export function keepRecording(
  { audit, restrictedReads }: HubParts,
  log: Pick<FastifyBaseLogger, 'error'>,
): AsyncDisposable {
  const unrecorded = (error: unknown) => log.error({ err: error }, 'recording in the audit failed');
  const record = async () => {
    const { failed, error } = await audit.recordAll(restrictedReads.take());
    if (failed.length === 0) return;
    restrictedReads.putBack(failed);
    throw error;
  };
  const reads = everySecond(record, unrecorded);
  const unfinished = everyMinute(() => audit.closeUnfinished(), unrecorded);
  return {
    async [Symbol.asyncDispose]() {
      await unfinished[Symbol.asyncDispose]();
      await reads[Symbol.asyncDispose]();
      await record().catch(unrecorded);
    },
  };
}
