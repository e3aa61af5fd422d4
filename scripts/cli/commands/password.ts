import { command, FLAG, TEXT } from '../command.js';
import { Failure } from '../failure.js';
import { Hub } from '../hub.js';
import { plainUrl } from '../session.js';
import type { Terminal } from '../terminal.js';

export const password = command({
  usage: '[--url URL] [--change]',
  about: {
    id: 'tetapkan kata sandi dengan kode sekali pakai',
    en: 'set a password by a one-time code',
  },
  more: [
    '--change: ganti kata sandi sendiri / replace the own one',
    'Kode (atau sandi lama) dan sandi baru diminta, atau dibaca dari masukan baku, satu sebaris',
    'the code (or the old password) and the new password are asked for, or read from standard input, one a line',
  ],
  options: { url: TEXT, change: FLAG },
  anonymous: true,
  words: [0, 0],
  async run({ values: { url: given, change = false }, hub: { session }, terminal }) {
    const url = plainUrl(given ?? session.url);
    if (change && (session.token === '' || url !== session.url))
      throw new Failure(2, `Belum masuk ke ${url} / not signed in: satugraf login --user NAME`);
    const [proof, wanted] = terminal.attended ? await asked(terminal, change) : await terminal.written();
    if (!proof || !wanted)
      throw new Failure(2, 'Dua baris masukan diperlukan / two lines of input are needed');
    if (change) {
      await new Hub(session).query(
        'mutation ($old: String!, $new: String!) { changePassword(old: $old, new: $new) }',
        { old: proof, new: wanted },
      );
      terminal.line('Kata sandi diganti / the password is replaced');
      return { exit: 0, value: { url } };
    }
    const { setPassword: user } = await new Hub({ url, token: '' }).query<{ setPassword: string }>(
      'mutation ($token: String!, $password: String!) { setPassword(token: $token, password: $password) }',
      { token: proof.trim().split('/').at(-1), password: wanted },
    );
    terminal.line(`Kata sandi ${user} ditetapkan / is set: satugraf login --url ${url} --user ${user}`);
    return { exit: 0, value: { url, user } };
  },
});

async function asked(terminal: Terminal, change: boolean): Promise<(string | undefined)[]> {
  const proof = await terminal.ask(
    change ? 'Kata sandi lama / old password: ' : 'Kode sekali pakai / one-time code: ',
    { hidden: true },
  );
  const wanted = await terminal.ask('Kata sandi baru / new password: ', { hidden: true });
  const again = await terminal.ask('Sekali lagi / once more: ', { hidden: true });
  if (wanted !== again) throw new Failure(2, 'Keduanya berbeda / the two differ');
  return [proof, wanted];
}
