/** By these names the path to publication finds its way back; where one is stands in the address. */
export const ON_THE_WAY = {
  case: 'permohonan',
  changes: 'perubahan',
  file: 'impor',
  /** An upload that describes tables. */
  structure: 'struktur',
  connection: 'sambungan',
  /** Of the table that was chosen. */
  schema: 'skema',
  table: 'tabel',
  step: 'langkah',
} as const;
/** The part of a page that is shown. */
export const TAB = 'bagian';
/** The region that a dataset is looked at for. */
export const REGION = 'wilayah';
type OnTheWay = Partial<Record<keyof typeof ON_THE_WAY, string>>;

const withQuery = (path: string, query: readonly (readonly [string, string])[]): string =>
  query.length > 0 ? `${path}?${new URLSearchParams(query.map(([name, value]) => [name, value]))}` : path;

/** Every address of the console; screens link through these alone. */
export const paths = {
  home: () => '/',
  signIn: () => '/masuk',
  ownPassword: () => '/kata-sandi',
  password: (token: string) => `/password/${token}`,
  catalogue: () => '/katalog',
  /** All of it, or what there is of one region. */
  dataset: (name: string, region?: string) =>
    withQuery(`/katalog/${encodeURIComponent(name)}`, region ? [[REGION, region]] : []),
  region: (code: string) => `/wilayah/${encodeURIComponent(code)}`,
  /** Anew, for a case that is under way, or for a change of a dataset. */
  publishing: (from: OnTheWay = {}) =>
    withQuery(
      '/terbitkan',
      Object.entries(from).map(([name, value]) => [ON_THE_WAY[name as keyof OnTheWay], value]),
    ),
  mine: () => '/data-saya',
  /** One of the agency's own, a part of its page, or an import that is to be its next release. */
  mineDataset: (
    name: string,
    { part, file }: { readonly part?: 'upload' | 'pull' | 'erasing'; readonly file?: string } = {},
  ) =>
    withQuery(`/data-saya/${encodeURIComponent(name)}`, [
      ...(part ? [[TAB, part] as const] : []),
      ...(file ? [[ON_THE_WAY.file, file] as const] : []),
    ]),
  cases: () => '/permohonan',
  /** One part of it in front: `messages`. */
  case: (number: string, part?: string) =>
    withQuery(`/permohonan/${encodeURIComponent(number)}`, part ? [[TAB, part]] : []),
  state: () => '/keadaan',
  proposals: () => '/skema',
  proposal: (id: string) => `/skema/${encodeURIComponent(id)}`,
  /** Those that the agency runs itself. */
  subgraphs: () => '/subgraf',
  registry: () => '/registri',
  keys: () => '/kunci',
  saved: () => '/kueri',
  requests: () => '/izin',
  starter: () => '/mulai',
  accounts: () => '/akun',
  settings: () => '/pengaturan',
  audit: () => '/audit',
  guide: (role: string) => `/panduan/${role}`,
} as const;
