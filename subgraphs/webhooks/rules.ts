import { refusal } from '../../schema/errors.js';
import { readHost } from '../outbound/address.js';
import { hasRole, isOwnProducer, type Official, officialWith, type Viewer } from '../viewer.js';
import type { WebhookEvent } from './types.js';

const MOST_CHARACTERS = 500;
/** Of one agency, or of the hub itself, at a time. */
export const MOST_WEBHOOKS = 20;

const wrong = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });

/** Reads where a webhook is. Throws BAD_USER_INPUT for what cannot be right, whatever answers there. */
export function readUrl(text: string): URL {
  const url = text.length <= MOST_CHARACTERS && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.password || url.hash)
    throw wrong(
      `Alamat webhook adalah URL https (atau http di jaringan sendiri), paling banyak ${MOST_CHARACTERS} karakter, tanpa akun dan tanpa #.`,
      `A webhook's address is an https URL (or http in one's own network) of at most ${MOST_CHARACTERS} characters, without account or #.`,
    );
  const host = readHost(url.hostname.replace(/^\[|\]$/g, ''));
  if (!host) throw wrong('Nama host pada URL tidak dapat dipakai.', "The URL's host name cannot be used.");
  if (url.protocol === 'https:' && host.kind === 'ADDRESS')
    throw wrong(
      'https memerlukan nama server, karena sertifikat menyebut nama.',
      'https needs the name of the server, because its certificate names one.',
    );
  return url;
}

/** Throws BAD_USER_INPUT where no event is asked for. */
export function readEvents(events: readonly WebhookEvent[]): WebhookEvent[] {
  if (events.length === 0) throw wrong('Pilihlah sedikitnya satu peristiwa.', 'Choose at least one event.');
  return [...new Set(events)].sort();
}

/** For whom an official makes a webhook: his agency as its producer, the hub itself as ADMIN. Throws FORBIDDEN. */
export function makerOf(viewer: Viewer): { readonly official: Official; readonly agency: string | null } {
  const producer = officialWith(viewer, 'PRODUCER');
  if (producer?.agency) return { official: producer, agency: producer.agency };
  const admin = officialWith(viewer, 'ADMIN');
  if (admin) return { official: admin, agency: null };
  throw refusal('FORBIDDEN', { needs: 'PRODUCER / ADMIN' });
}

/** Whose webhooks the viewer reads; null reads all. A key with the scope `publish` reads its agency's. Throws FORBIDDEN. */
export function readerOf(viewer: Viewer): string | null {
  if (hasRole(viewer, 'ADMIN')) return null;
  const agency = viewer.kind === 'ANONYMOUS' ? null : viewer.agency;
  if (agency === null || !isOwnProducer(viewer, agency))
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / ADMIN' });
  return agency;
}

/** Whether the official may end and test a webhook: one of his agency as its producer, any as ADMIN. */
export const mayChange = (viewer: Viewer, agency: string | null): boolean =>
  hasRole(viewer, 'ADMIN') || (agency !== null && officialWith(viewer, 'PRODUCER')?.agency === agency);
