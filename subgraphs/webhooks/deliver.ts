import { randomBytes, randomUUID } from 'node:crypto';
import type { Drizzle } from '../../db/client.js';
import { HubError } from '../../schema/errors.js';
import { SIGNATURE_HEADER, signature } from '../../schema/signature.js';
import type { Keyring } from '../keyring.js';
import type { Outbound } from '../outbound/dial.js';
import { post } from '../outbound/post.js';
import { claimDue, type DeliveryRow, type Due, recordAttempt, type WebhookRow } from './store.js';

/** What delivering takes. */
export interface DeliveryWork {
  readonly db: Drizzle;
  readonly outbound: Outbound;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

const MINUTE_MS = 60_000;
/** Minutes from a failed attempt to the next one; after the last it is given up. */
const AGAIN = [1, 5, 30, 120, 720];
/** Longer than any attempt takes: a hub that dies leaves its delivery to the others. */
const CLAIM_MS = 2 * MINUTE_MS;
const AT_ONCE = 4;

/** A new webhook's id, its secret, and the secret as it is stored: it opens beside this id and address alone. */
export function newSecret(keyring: Keyring, url: string) {
  const id = randomUUID();
  const secret = `whs_${randomBytes(32).toString('base64url')}`;
  return { id, secret, sealed: keyring.secrets.seal(secret, id, url) };
}

/**
 * Makes every delivery that is due, those of one webhook one after the other. A webhook that fails is left alone until the
 * next run, so that it keeps nobody else waiting; hubs take different deliveries.
 */
export async function deliverDue(work: DeliveryWork): Promise<void> {
  const busy = new Set<string>();
  let taken: Promise<Due | undefined> = Promise.resolve(undefined);
  // One after the other, or two would take deliveries of the same webhook.
  const take = (): Promise<Due | undefined> => {
    taken = taken.then(async () => {
      const now = work.now();
      const due = await claimDue(work.db, now, new Date(now.getTime() + CLAIM_MS), [...busy]);
      if (due) busy.add(due.webhook.id);
      return due;
    });
    return taken;
  };
  const deliver = async (): Promise<void> => {
    while (!work.signal?.aborted) {
      const due = await take();
      if (!due) return;
      const { failure } = await attempt(work, due, AGAIN);
      if (failure === null) busy.delete(due.webhook.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, deliver));
}

/** Sends a delivery and records what became of it; `again` are the minutes until further attempts. */
export async function attempt(
  { db, outbound, keyring, now, signal }: DeliveryWork,
  { delivery, webhook }: Due,
  again: readonly number[] = [],
): Promise<Pick<DeliveryRow, 'deliveredAt' | 'failure' | 'nextAt'>> {
  const failure = await send(outbound, keyring, webhook, delivery, now(), signal);
  const at = now();
  const minutes = failure === null ? undefined : again[delivery.attempts - 1];
  const outcome = {
    deliveredAt: failure === null ? at : null,
    failure,
    nextAt: minutes === undefined ? null : new Date(at.getTime() + minutes * MINUTE_MS),
  };
  await recordAttempt(db, delivery, outcome);
  return outcome;
}

/** Why the delivery failed; null where it did not. */
async function send(
  outbound: Outbound,
  keyring: Keyring,
  { id, url, secret }: WebhookRow,
  delivery: DeliveryRow,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const key = keyring.secrets.open(secret, id, url);
  if (key === undefined) throw new Error(`the secret of webhook ${id} does not open`);
  const name = String(delivery.id);
  const body = JSON.stringify({ delivery: name, event: delivery.event, ...(delivery.payload as object) });
  try {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'satugraf',
      'satugraf-event': delivery.event,
      'satugraf-delivery': name,
      [SIGNATURE_HEADER]: signature(key, body, now),
    };
    const status = await post(outbound, new URL(url), headers, body, signal);
    return status >= 200 && status < 300 ? null : `HTTP_${status}`;
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}
