import type { ASTNode } from 'graphql';
import type { Problem } from '../finding.js';
import type { Shapes } from '../shapes.js';
import { REGION_NAMES } from './region-names.js';

/** Abbreviations that stand in headers, with the word that BPS writes. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  `jml jumlah, jmlh jumlah, jlh jumlah, jum jumlah, tgl tanggal, thn tahun, th tahun, bln bulan, kec kecamatan,
  kel kelurahan, kab kabupaten, prov provinsi, ds desa, alm alamat, almt alamat, ket keterangan, pddk penduduk,
  pend pendidikan, lk laki-laki, pr perempuan, kd kode, nm nama, no nomor, nmr nomor, jk jenisKelamin,
  pkm puskesmas, rs rumahSakit, org orang, kes kesehatan, dik pendidikan, klg keluarga,
  persen persentase, prosen persentase, rata rataRata, tot total, sts status, lok lokasi`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

/** What is written with consonants alone and is a word of its own. */
const ACRONYMS = new Set(
  'nik npsn kbli nib npwp klpd pns tk sd smp smk smks mts slb rt rw kwh ktp kk pdrb bps bpjs tbc hpp km kg gr cm mm ml ls ph gps dpt'.split(
    ' ',
  ),
);

const MONTHS = new Set(
  'januari februari maret april mei juni juli agustus september oktober november desember'.split(' '),
);
const PERIODS = new Set(['triwulan', 'semester', 'caturwulan', 'kuartal', 'tw', 'smt']);
const ROMAN = /^(i|ii|iii|iv)$/;

/**
 * BPS's rules for names of concepts (Peraturan BPS 5/2020): one name for one concept, no abbreviations, and neither a
 * period nor a region in it, which are columns of their own.
 */
export function conceptProblems(shapes: Shapes): Problem[] {
  const problems: Problem[] = [];
  const warn = (coordinate: string, node: ASTNode, id: string, en: string) =>
    problems.push({ rule: 'concept-name', severity: 'WARNING', coordinate, node, words: { id, en } });
  const judge = (coordinate: string, name: string, node: ASTNode) => {
    const words = wordsOf(name);
    const period = periodIn(words);
    if (period)
      warn(
        coordinate,
        node,
        `Nama ${name} memuat periode "${period}"; jadikan periode sebuah kolom agar namanya tetap sama tiap tahun.`,
        `The name ${name} holds the period "${period}"; make the period a column so that the name stays every year.`,
      );
    const region = regionIn(words);
    if (region)
      warn(
        coordinate,
        node,
        `Nama ${name} memuat wilayah "${region}"; jadikan wilayah sebuah kolom yang merujuk Region.`,
        `The name ${name} holds the region "${region}"; make the region a column that refers to Region.`,
      );
    for (const word of words) {
      const whole = ABBREVIATIONS.get(word);
      if (whole === undefined && !isAbbreviated(word)) continue;
      const [instead, insteadEn] = whole ? [`; tulis "${whole}"`, `; write "${whole}"`] : ['', ''];
      warn(
        coordinate,
        node,
        `Nama ${name} memuat singkatan "${word}"${instead}.`,
        `The name ${name} holds the abbreviation "${word}"${insteadEn}.`,
      );
    }
  };

  const judged = new Set<string>();
  for (const { name } of shapes.datasets) {
    if (judged.has(name.value)) continue;
    judged.add(name.value);
    judge(name.value, name.value.slice(name.value.indexOf('_') + 1), name);
  }
  const concepts = new Map<string, string>();
  for (const { name: type, fields } of shapes.datasets)
    for (const field of fields ?? []) {
      const coordinate = `${type.value}.${field.name.value}`;
      if (field.name.value === 'id') continue;
      judge(coordinate, field.name.value, field);
      const concept = /^\s*Konsep\s*:\s*(.+?)\.?\s*$/im.exec(field.description?.value ?? '')?.[1];
      if (concept === undefined || /^(-|tidak ada)$/i.test(concept)) continue;
      const known = `${type.value} ${concept.toLowerCase()}`;
      const first = concepts.get(known);
      if (first === undefined) concepts.set(known, field.name.value);
      else if (first !== field.name.value)
        warn(
          coordinate,
          field,
          `${field.name.value} dan ${first} menyebut konsep yang sama ("${concept}"); satu konsep, satu kolom.`,
          `${field.name.value} and ${first} name the same concept ("${concept}"); one concept, one column.`,
        );
    }
  return problems;
}

/** `jumlahPuskesmas2024` is jumlah, puskesmas, 2024; `kodeKBLI` is kode, kbli. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z0-9])|([A-Z])([A-Z][a-z])|([0-9])([A-Za-z])/g, '$1$3$5 $2$4$6')
    .split(/[\s_]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');

function periodIn(words: readonly string[]): string | undefined {
  return words.find((word, at) => {
    const next = words[at + 1] ?? '';
    if (/^(19|20)\d\d$/.test(word) || MONTHS.has(word)) return true;
    return (
      (PERIODS.has(word) && (/^[1-4]$/.test(next) || ROMAN.test(next))) || /^(tw|q|smt)[1-4]$/.test(word)
    );
  });
}

function regionIn(words: readonly string[]): string | undefined {
  for (let length = Math.min(4, words.length); length > 0; length--)
    for (let at = 0; at + length <= words.length; at++) {
      const name = words.slice(at, at + length).join(' ');
      if (REGION_NAMES.has(name)) return name;
    }
  return undefined;
}

const isAbbreviated = (word: string): boolean =>
  word.length > 1 && /^[a-z]+$/.test(word) && !/[aeiou]/.test(word) && !ACRONYMS.has(word);
