import { refusal } from '../../schema/errors.js';
import type { Bulkhead } from '../bulkhead.js';

/**
 * Works in a place of its own. Throws LOGIN_BUSY at once where too many wait for one already, and the signal's reason
 * once nobody waits for the answer.
 */
export async function inPlace<T>(places: Bulkhead, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const entering = places.enter(signal);
  if (!entering) throw refusal('LOGIN_BUSY');
  const leave = await entering;
  try {
    return await work();
  } finally {
    leave();
  }
}
