import { command } from '../command.js';

interface Connection {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly agency: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly tls: boolean;
  readonly reachedAt: string | null;
}

export const connections = command({
  usage: '',
  about: { id: 'sambungan basis data instansi Anda', en: "your agency's database connections" },
  options: {},
  words: [0, 0],
  async run({ hub, terminal }) {
    const { connections: all } = await hub.query<{ connections: readonly Connection[] }>(
      '{ connections { id name kind agency host port database username tls reachedAt } }',
    );
    if (all.length === 0) terminal.line('Belum ada sambungan / no connection yet');
    else
      terminal.table(
        ['id', 'nama / name', 'jenis / kind', 'alamat / address', 'terjangkau / reached'],
        all.map(({ id, name, kind, host, port, database, reachedAt }) => [
          id,
          name,
          kind,
          `${host}:${port}/${database}`,
          reachedAt ?? '-',
        ]),
      );
    return { exit: 0, value: all };
  },
});
