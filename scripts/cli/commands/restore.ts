import { command } from '../command.js';
import { UsageFailure } from '../failure.js';

export const restore = command({
  usage: 'DATASET NUMBER',
  about: { id: 'sajikan lagi rilis yang lebih lama', en: 'serve an earlier release again' },
  options: {},
  words: [2, 2],
  async run({ words: [dataset, text = ''], hub, terminal }) {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageFailure(`NUMBER ${text}: 1, 2, …?`);
    const number = Number(text);
    await hub.query(
      'mutation ($dataset: ID!, $number: Int!) { restoreRelease(dataset: $dataset, number: $number) }',
      { dataset, number },
    );
    terminal.line(`Rilis ${number} berlaku lagi / release ${number} is live again`);
    return { exit: 0, value: { dataset, release: number } };
  },
});
