import { describe, expect, test } from 'vitest';
import { EMPTY } from '../../../schema/check/landscape.js';
import { check } from '../../../schema/check.js';
import { LANDSCAPE, LOCALS, lines, proposal, remoteSdl } from './made.js';

const SDL = remoteSdl('dinsos', 'bantuan');
const SUBGRAPH = proposal('dinsos', 'layanan', SDL);

describe('a subgraph as the house wants it', () => {
  test('passes with nothing to say where nothing changes', () => {
    const verdict = check([SUBGRAPH], LANDSCAPE);
    expect(lines(verdict)).toEqual([]);
    expect(verdict.kind).toBe('PASSED');
  });

  test('passes where no hub is, with what waits for a case', () => {
    for (const members of [[], LOCALS.filter(({ name }) => name === 'reference')]) {
      const verdict = check([SUBGRAPH], { ...EMPTY, members });
      expect(verdict.kind).toBe('PASSED');
      expect(new Set(verdict.findings.map(({ rule }) => rule))).toEqual(new Set(['uncovered']));
    }
  });

  test('may say what it adds to a shared entity in two parts', () => {
    const parted = SDL.replace(/(type Region [^}]*code: ID!\n)/, '$1}\nextend type Region {\n');
    expect(parted).toContain('extend type Region');
    expect(lines(check([proposal('dinsos', 'layanan', parted)], LANDSCAPE))).toEqual([]);
  });
});

test('all subgraphs of a publish are judged, and what is wrong with each is said', () => {
  const verdict = check(
    [
      { ...SUBGRAPH, sdl: SDL.replace('  kode: String\n', '  kode: String!\n') },
      { ...proposal('dinsos', 'rusak', 'type {'), name: 'dinsos_rusak' },
      { ...SUBGRAPH, name: 'dinsos_(' },
    ],
    LANDSCAPE,
  );
  expect(verdict.kind).toBe('REFUSED');
  expect(verdict.findings.map(({ subgraph, rule }) => `${subgraph} ${rule}`)).toEqual([
    'dinsos_rusak syntax',
    'dinsos_( subgraph-name',
    'dinsos_layanan nullable',
  ]);
});

test('a subgraph that is named twice in one publish is refused', () => {
  const { kind, findings } = check([SUBGRAPH, SUBGRAPH], LANDSCAPE);
  expect(kind).toBe('REFUSED');
  expect(findings.map(({ rule }) => rule)).toEqual(['subgraph-name', 'subgraph-name']);
});

test("a dataset's own subgraph takes its place in the graph, and what clients lose is said", () => {
  const verdict = check(
    [proposal('dinkes', 'pasien', remoteSdl('dinkes', 'pasien', ['nik: String', 'nama: String']))],
    LANDSCAPE,
  );
  expect(verdict.kind).toBe('PASSED');
  expect(lines(verdict)).toEqual(
    expect.arrayContaining([
      'DANGEROUS argument-removed Query.dinkes_pasien(where:)',
      'INFO uncovered Dinkes_Pasien.kode',
    ]),
  );
  // Of what stood around the hosted rows nobody needs to be told.
  expect(lines(verdict).join()).not.toContain('type-removed Dinkes_PasienConnection');
  expect(new Set(verdict.findings.map(({ subgraph }) => subgraph))).toEqual(new Set(['dinkes_pasien']));
  const sdl = verdict.kind === 'REFUSED' ? '' : verdict.supergraphSdl;
  expect(sdl).toContain('dinkes_pasien: [Dinkes_Pasien!]');
  expect(sdl).not.toContain('name: "hosted"');
});
