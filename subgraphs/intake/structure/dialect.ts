/** How a dialect's text falls into tokens. */
export interface Dialects {
  readonly dialect: 'MYSQL' | 'POSTGRESQL';
  /** Whether `\` escapes in a plain literal. */
  backslash: boolean;
}

/** What only one of the two writes, each with its weight; the banner of a dump program settles it. */
const SIGNS: readonly (readonly [sign: RegExp, mysql: number])[] = [
  [/^-- (MySQL|MariaDB) dump|^-- phpMyAdmin SQL Dump|^-- Adminer .{0,40}MySQL/m, 100],
  [/^-- PostgreSQL database dump|^-- Dumped (from|by) /m, -100],
  [/`/, 10],
  [/\/\*M?!\d/, 10],
  [/\bENGINE\s*=/i, 10],
  [/\bAUTO_INCREMENT\b/i, 5],
  [/\b(UNSIGNED|TINYINT|LONGTEXT|DATETIME|MEDIUMINT)\b/i, 3],
  [/^DELIMITER\s/im, 5],
  [/^#/m, 2],
  [/\\'/, 1],
  [/\bstandard_conforming_strings\b|\bpg_catalog\./, -20],
  [/\bFROM\s+stdin\s*;/i, -20],
  [/\bALTER TABLE ONLY\b|\bOWNER TO\b/, -10],
  [/\bCREATE (SEQUENCE|EXTENSION|DOMAIN|TYPE)\b/i, -10],
  [/::\s*[a-z]/, -5],
  [/\b(BIG|SMALL)?SERIAL\b|\bCHARACTER VARYING\b|\bTIMESTAMPTZ\b|\bBYTEA\b|\bJSONB\b/i, -5],
  [/\bCOMMENT ON (TABLE|COLUMN)\b/i, -5],
  [/\bGENERATED (ALWAYS|BY DEFAULT) AS IDENTITY\b/i, -5],
  [/"\s*(\(|integer|text|varchar|bigint)/i, -2],
  [/\$[a-z_]*\$/i, -1],
];

/** Which dialect the first 64 KB speak; MySQL where they say nothing, as most dumps of a regency's offices are. */
export function dialectOf(head: string): Dialects {
  const weight = SIGNS.reduce((sum, [sign, mysql]) => sum + (sign.test(head) ? mysql : 0), 0);
  return weight < 0 ? { dialect: 'POSTGRESQL', backslash: false } : { dialect: 'MYSQL', backslash: true };
}
