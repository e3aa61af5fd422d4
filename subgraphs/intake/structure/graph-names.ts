import { isColumnName, isDatasetSlug } from '../../../schema/names.js';

const MAX_NAME = 60;

/** lowerCamelCase of ASCII letters and digits: `kode_kecamatan` → `kodeKecamatan`; empty where nothing is left. */
export function camelCase(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const [first = '', ...rest] = words;
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** A valid name that nobody has taken yet, and takes it. `prefix` goes before digits, reserved words and nothing. */
function free(name: string, prefix: string, taken: Set<string>, isValid: (name: string) => boolean): string {
  const camel = camelCase(name).slice(0, MAX_NAME);
  const capital = camel.charAt(0).toUpperCase() + camel.slice(1);
  const base = isValid(camel) ? camel : `${prefix}${capital}`.slice(0, MAX_NAME);
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : String(number);
    const candidate = base.slice(0, MAX_NAME - suffix.length) + suffix;
    if (taken.has(candidate) || !isValid(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

/** The column's name in the graph; `id` of a table `pasien` becomes `pasienId`, `2fa` becomes `kolom2fa`. */
export function columnName(name: string, table: string, taken: Set<string>): string {
  const owner = camelCase(table);
  if (camelCase(name) === 'id' && isColumnName(`${owner}Id`))
    return free(`${table} id`, 'kolom', taken, isColumnName);
  return free(name, 'kolom', taken, isColumnName);
}

/** The dataset's slug; a reserved ending gets `Data` behind it. */
export function datasetName(table: string): string {
  const camel = camelCase(table).slice(0, 50);
  if (isDatasetSlug(camel)) return camel;
  if (isDatasetSlug(`${camel}Data`)) return `${camel}Data`;
  const capital = camel.charAt(0).toUpperCase() + camel.slice(1);
  return isDatasetSlug(`tabel${capital}`) ? `tabel${capital}` : `tabel${capital}Data`;
}
