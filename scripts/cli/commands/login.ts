import { command, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { Hub } from '../hub.js';
import { givenPassword, keepSession, plainUrl } from '../session.js';

export const login = command({
  usage: '[--url URL] --user NAME',
  about: { id: 'masuk; sesinya disimpan', en: 'sign in; the session is kept' },
  more: ['Kata sandi diminta, atau SATUGRAF_PASSWORD / the password is asked for, or SATUGRAF_PASSWORD'],
  options: { url: TEXT, user: TEXT },
  anonymous: true,
  words: [0, 0],
  async run({ values: { url: given, user }, hub: { session }, terminal }) {
    if (!user) throw new UsageFailure('--user NAME?');
    const url = plainUrl(given ?? session.url);
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new UsageFailure(`--url ${url}: http(s)://…?`);
    const password = givenPassword() ?? (await terminal.ask('Kata sandi / password: ', { hidden: true }));
    if (password === undefined) throw new UsageFailure('SATUGRAF_PASSWORD?');
    const { login: opened } = await new Hub({ url, token: '' }).query<{
      login: { token: string; expiresAt: string };
    }>(
      'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token expiresAt } }',
      {
        user,
        password,
      },
    );
    await keepSession({ url, token: opened.token });
    terminal.line(`Masuk sebagai ${user} di ${url} sampai ${opened.expiresAt} / signed in until then`);
    return { exit: 0, value: { url, user, expiresAt: opened.expiresAt } };
  },
});
