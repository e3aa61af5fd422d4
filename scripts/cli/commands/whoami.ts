import { command } from '../command.js';

interface Viewer {
  readonly kind: string;
  readonly name: string | null;
  readonly agency: string | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

export const whoami = command({
  usage: '',
  about: { id: 'siapa yang masuk, dan di mana', en: 'who is signed in, and where' },
  options: {},
  anonymous: true,
  words: [0, 0],
  async run({ hub, terminal }) {
    const { url, token } = hub.session;
    if (!token) {
      // Answers for the hub being there, too.
      await hub.query('{ viewer { kind } }');
      terminal.line(`${url}: belum masuk / not signed in`);
      return { exit: 1, value: { url, kind: 'ANONYMOUS' } };
    }
    const { viewer } = await hub.query<{ viewer: Viewer }>('{ viewer { kind name agency roles scopes } }');
    const { name, agency, roles, scopes } = viewer;
    terminal.line(`${name} (${[agency, ...roles, ...scopes].filter(Boolean).join(', ')}) di / at ${url}`);
    return { exit: 0, value: { url, ...viewer } };
  },
});
