import type { Words } from '../language.js';
import { paths } from '../paths.js';
import type { Role } from '../viewer.js';

export interface Entry {
  readonly words: Words;
  readonly to: string;
  /** Who finds it here; nobody named: everybody. It is the hub that decides who may. */
  readonly roles?: readonly Role[];
  readonly signedIn?: true;
}

export interface Group {
  readonly words: Words;
  readonly entries: readonly Entry[];
}

const OFFICE: readonly Role[] = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];

/** What there is, in the order of a day's work. */
export const NAVIGATION: readonly Group[] = [
  {
    words: { id: 'Data', en: 'Data' },
    entries: [
      { words: { id: 'Beranda', en: 'Home' }, to: paths.home() },
      { words: { id: 'Katalog', en: 'Catalogue' }, to: paths.catalogue() },
      { words: { id: 'Izin akses', en: 'Access requests' }, to: paths.requests(), signedIn: true },
    ],
  },
  {
    words: { id: 'Produsen', en: 'Producer' },
    entries: [
      {
        words: { id: 'Terbitkan dataset', en: 'Publish a dataset' },
        to: paths.publishing(),
        roles: ['PRODUCER'],
      },
      { words: { id: 'Data saya', en: 'My data' }, to: paths.mine(), roles: ['PRODUCER'] },
    ],
  },
  {
    words: { id: 'Prosedur', en: 'Procedure' },
    entries: [
      { words: { id: 'Permohonan', en: 'Cases' }, to: paths.cases(), roles: OFFICE },
      {
        words: { id: 'Keadaan', en: 'State of things' },
        to: paths.state(),
        roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
      },
    ],
  },
  {
    words: { id: 'Graf', en: 'Graph' },
    entries: [
      {
        words: { id: 'Usulan skema', en: 'Schema reviews' },
        to: paths.proposals(),
        roles: ['PRODUCER', 'TECHNICAL_TEAM', 'ADMIN'],
      },
      { words: { id: 'Subgraf sendiri', en: 'Own subgraphs' }, to: paths.subgraphs(), roles: ['PRODUCER'] },
      { words: { id: 'Registri', en: 'Registry' }, to: paths.registry(), roles: ['TECHNICAL_TEAM', 'ADMIN'] },
    ],
  },
  {
    words: { id: 'Pengembang', en: 'Developer' },
    entries: [
      { words: { id: 'Mulai memakai', en: 'Getting started' }, to: paths.starter() },
      { words: { id: 'Kueri tersimpan', en: 'Saved queries' }, to: paths.saved(), signedIn: true },
      { words: { id: 'Kunci', en: 'Keys' }, to: paths.keys(), signedIn: true },
    ],
  },
  {
    words: { id: 'Pengelola', en: 'Administration' },
    entries: [
      {
        words: { id: 'Akun dan peran', en: 'Accounts and roles' },
        to: paths.accounts(),
        roles: ['ADMIN', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
      },
      { words: { id: 'Pengaturan', en: 'Settings' }, to: paths.settings(), roles: ['ADMIN'] },
      {
        words: { id: 'Audit', en: 'Audit' },
        to: paths.audit(),
        roles: ['ADMIN', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
      },
    ],
  },
];

/** The guide that a role reads first. */
export const GUIDE_OF: readonly (readonly [Role, string])[] = [
  ['DEPARTMENT_HEAD', 'kepala'],
  ['DIVISION_HEAD', 'kepala'],
  ['TECHNICAL_TEAM', 'tim-teknis'],
  ['PRODUCER', 'produsen'],
  ['ADMIN', 'pengelola'],
  ['CONSUMER', 'pengguna'],
];
