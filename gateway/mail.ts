import { createTransport } from 'nodemailer';
import type { Send } from '../subgraphs/workflow/oversight/mail.js';
import type { Config } from './config.js';

const CONNECT_MS = 5000;
const REPLY_MS = 10_000;

/** Sends over the operator's SMTP server. */
export function mailSender({ smtpUrl, from }: NonNullable<Config['mail']>): Send {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: REPLY_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
  };
}
