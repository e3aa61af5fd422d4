import { command } from '../command.js';

export const upload = command({
  usage: 'FILE',
  about: { id: 'unggah berkas; id-nya untuk mutasi', en: 'upload a file; its id is for mutations' },
  words: [1, 1],
  options: {},
  async run({ words: [path = ''], hub, terminal }) {
    const id = await hub.upload(path, terminal.progress(path));
    // The id alone, so that a script can take it as it is.
    terminal.line(id);
    return { exit: 0, value: { id, file: path } };
  },
});
