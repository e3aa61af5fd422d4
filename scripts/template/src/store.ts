import DataLoader from 'dataloader';
import { type Database, places } from './database.js';
import type { Puskesmas } from './puskesmas.js';

interface Row {
  readonly kodePuskesmas: string;
  readonly nama: string;
  readonly kodeWilayah: string;
  readonly tahun: string;
  readonly rawatInap: boolean | null;
  readonly tempatTidur: number | null;
}

const SELECT = `select kode_puskesmas as "kodePuskesmas", nama, kode_wilayah as "kodeWilayah", tahun,
  rawat_inap as "rawatInap", tempat_tidur as "tempatTidur" from puskesmas`;

/** Rows per list at the most; the hub's own lists end there too. */
const MOST = 1000;

const shown = ({ kodeWilayah, tahun, ...row }: Row): Puskesmas => ({
  ...row,
  id: row.kodePuskesmas,
  wilayah: { code: kodeWilayah },
  periode: { id: tahun },
});

/** All SQL of this subgraph. One is made for each request, so that its loaders remember nothing of another caller. */
export class Store {
  /** Rows by code; however many are asked for, it is one statement. */
  readonly byCode: DataLoader<string, Puskesmas | null>;
  /** Rows by the code of their region. */
  readonly inRegion: DataLoader<string, Puskesmas[]>;

  constructor(private readonly database: Database) {
    this.byCode = new DataLoader(async (codes) => {
      const text = `${SELECT} where kode_puskesmas in (${places(codes)})`;
      const rows = await database.query<Row>(text, codes);
      const found = new Map(rows.map((row) => [row.kodePuskesmas, shown(row)]));
      return codes.map((code) => found.get(code) ?? null);
    });
    this.inRegion = new DataLoader(async (codes) => {
      const text = `${SELECT} where kode_wilayah in (${places(codes)}) order by kode_puskesmas`;
      const rows = await database.query<Row>(text, codes);
      return codes.map((code) => rows.filter((row) => row.kodeWilayah === code).map(shown));
    });
  }

  /** Rows in the order of their codes, after that of the last page's last row. */
  async list(first: number, after: string): Promise<Puskesmas[]> {
    const count = Math.max(0, Math.min(first, MOST));
    const text = `${SELECT} where kode_puskesmas > ? order by kode_puskesmas limit ${count}`;
    return (await this.database.query<Row>(text, [after])).map(shown);
  }
}
