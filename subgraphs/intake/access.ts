import { refusal } from '../../schema/errors.js';
import { isOwnProducer, type Official, officialWith, type Viewer } from '../viewer.js';

/** The agency for which the viewer reads as its producer: an official, or a key with the scope `publish`. */
export function producerAgency(viewer: Viewer): string {
  const agency = viewer.kind === 'ANONYMOUS' ? null : viewer.agency;
  if (agency === null || !isOwnProducer(viewer, agency)) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return agency;
}

/** The agency's producer in person: what stays when he has gone is not for a key to decide. */
export function producerOf(viewer: Viewer, agency?: string): Official & { readonly agency: string } {
  const official = officialWith(viewer, 'PRODUCER');
  if (!official?.agency || (agency !== undefined && official.agency !== agency))
    throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return { ...official, agency: official.agency };
}

export function adminOf(viewer: Viewer): Official {
  const admin = officialWith(viewer, 'ADMIN');
  if (!admin) throw refusal('FORBIDDEN', { needs: 'ADMIN' });
  return admin;
}
