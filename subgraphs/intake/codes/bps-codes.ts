/**
 * BPS codes of kecamatan whose Kemendagri code is known, of Kabupaten Pasuruan alone: the two lists number them
 * differently. From BPS's list of 2013 (edwardsamuel/Wilayah-Administratif-Indonesia, MIT) and Kepmendagri
 * 300.2.2-2430/2025, joined by name: 24 of 24.
 */
const PASURUAN: readonly (readonly [bps: string, kemendagri: string])[] = [
  ['010', '01'],
  ['020', '02'],
  ['030', '03'],
  ['040', '24'],
  ['050', '04'],
  ['060', '05'],
  ['070', '06'],
  ['080', '07'],
  ['090', '08'],
  ['100', '10'],
  ['110', '09'],
  ['120', '11'],
  ['130', '12'],
  ['140', '13'],
  ['150', '14'],
  ['160', '15'],
  ['170', '16'],
  ['180', '17'],
  ['190', '18'],
  ['200', '23'],
  ['210', '19'],
  ['220', '20'],
  ['230', '22'],
  ['240', '21'],
];

const DISTRICTS: ReadonlyMap<string, string> = new Map(
  PASURUAN.map(([bps, kemendagri]) => [`3514${bps}`, `35.14.${kemendagri}`]),
);

/** The kecamatan of a BPS code of seven digits; undefined where it is not known. */
export const districtOfBps = (code: string): string | undefined => DISTRICTS.get(code);

/**
 * Regencies that both lists number alike, as far as it could be proven: a code of four digits is otherwise of one list or
 * of the other (1101 is Simeulue to BPS, 11.01 Aceh Selatan to Kemendagri).
 */
export const SAME_IN_BOTH: ReadonlySet<string> = new Set(['3514']);
