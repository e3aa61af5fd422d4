import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Once } from './once.js';

/** A link that was just made for an account. */
export interface PasswordLink {
  readonly token: string;
  readonly expiresAt: string;
  readonly account: { readonly name: string; readonly username: string };
}

const WORDS = {
  title: { id: 'Tautan sekali pakai', en: 'One-time link' },
  label: { id: 'Tautan untuk menetapkan kata sandi', en: 'Link to set the password' },
  handOver: { id: 'Serahkan tautan ini hanya kepada', en: 'Hand this link only to' },
  until: { id: 'Berlaku sekali, sampai', en: 'It works once, until' },
} as const satisfies Record<string, Words>;

export function PasswordLinkOnce({
  link,
  close,
}: {
  readonly link: PasswordLink;
  readonly close: () => void;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const { account, token, expiresAt } = link;
  return (
    <Once
      title={say(WORDS.title)}
      label={say(WORDS.label)}
      lead={`${say(WORDS.handOver)} ${account.name} (${account.username}). ${say(WORDS.until)} ${moment(expiresAt)}.`}
      value={`${window.location.origin}/app/#${paths.password(token)}`}
      close={close}
    />
  );
}
