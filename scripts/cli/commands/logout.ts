import { command } from '../command.js';
import { keepSession } from '../session.js';

export const logout = command({
  usage: '',
  about: { id: 'keluar', en: 'sign out' },
  options: {},
  anonymous: true,
  words: [0, 0],
  async run({ hub, terminal }) {
    try {
      if (hub.session.token) await hub.query('mutation { logout }');
    } finally {
      await keepSession({ url: hub.session.url, token: '' });
    }
    terminal.line('Sudah keluar / signed out');
    return { exit: 0, value: { url: hub.session.url } };
  },
});
