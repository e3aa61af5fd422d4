import fc from 'fast-check';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { DatasetDefinition } from '../../schema/definition.js';
import { CADENCES, factSentences } from '../../schema/facts.js';
import { hostedSdl } from '../../schema/hosted.js';
import { runs } from '../support/runs.js';

const DEFINITION: DatasetDefinition = {
  agency: 'dinkes',
  name: 'puskesmas',
  title: 'Puskesmas',
  description: 'Puskesmas menurut kecamatan.',
  columns: [
    {
      name: 'nama',
      label: 'nama',
      title: 'Nama',
      description: 'Nama puskesmas.',
      type: 'TEXT',
      unit: null,
      accessClass: 'OPEN',
      key: false,
      reference: null,
    },
  ],
};

/** Descriptions of the row's type and of the root field. */
function descriptionsIn(sdl: string): (string | undefined)[] {
  return parse(sdl).definitions.flatMap((one) => {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    if (one.name.value === 'Dinkes_Puskesmas') return [one.description?.value];
    if (one.name.value !== 'Query') return [];
    return one.fields?.map(({ description }) => description?.value) ?? [];
  });
}

test('facts stand in the descriptions word for word, and cannot end them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(fc.constantFrom('"', '""', '"""', '\\', '\\"""', '\n', ' ', 'a', '#', '}', '{'), {
        maxLength: 12,
      })
      .map((parts) => parts.join('')),
  );
  const anyFacts = fc.record({
    cadence: fc.constantFrom(...CADENCES, null),
    coverage: fc.option(text),
    contact: fc.option(text),
    licence: fc.option(text),
  });
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const found = descriptionsIn(hostedSdl({ ...DEFINITION, facts }));
      const said = [DEFINITION.title, DEFINITION.description, ...factSentences(facts)];
      const expected = said.map((part) => part.replace(/\s+/g, ' ').trim()).join('\n\n');
      expect(found).toEqual([expected, expected]);
    }),
    { numRuns: runs(500, 20_000) },
  );
  expect(factSentences({ cadence: 'YEARLY', coverage: null, contact: null, licence: 'CC BY 4.0' })).toEqual([
    'Jadwal pemutakhiran: tahunan.',
    'Lisensi: CC BY 4.0',
  ]);
});
