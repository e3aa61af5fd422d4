import { describe, expect, test } from 'vitest';
import { check } from '../../../schema/check.js';
import { LANDSCAPE, lines, proposal, remoteSdl } from './made.js';

describe('a subgraph as the house wants it', () => {
  test('passes with nothing to say where nothing changes', () => {
    const verdict = check([proposal('dinsos', 'layanan', remoteSdl('dinsos', 'bantuan'))], LANDSCAPE);
    expect(lines(verdict)).toEqual([]);
    expect(verdict.kind).toBe('PASSED');
  });
});
