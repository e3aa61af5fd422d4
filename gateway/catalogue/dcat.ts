import type { Cadence } from '../../schema/facts.js';
import { DEPARTMENT } from '../../subgraphs/workflow/documents/letterhead.js';
import { knownLicence, type Way, waysTo } from './formats.js';
import type { Listed, ListedColumn } from './listing.js';

type Node = Readonly<Record<string, unknown>>;

/** EU's vocabulary of frequencies, which DCAT-AP asks for. */
const FREQUENCIES: Readonly<Record<Cadence, string>> = {
  DAILY: 'DAILY',
  WEEKLY: 'WEEKLY',
  MONTHLY: 'MONTHLY',
  QUARTERLY: 'QUARTERLY',
  FOUR_MONTHLY: 'ANNUAL_3',
  SEMESTERLY: 'ANNUAL_2',
  YEARLY: 'ANNUAL',
  MULTI_YEARLY: 'OTHER',
  ONCE: 'NEVER',
  IRREGULAR: 'IRREG',
};
const AUTHORITY = 'http://publications.europa.eu/resource/authority';
const GRAPHQL = 'https://spec.graphql.org/';
/** Data types of columns in CSV on the Web. */
const DATATYPES: Readonly<Record<string, string>> = {
  TEXT: 'string',
  INTEGER: 'integer',
  BIGINT: 'integer',
  DECIMAL: 'decimal',
  BOOLEAN: 'boolean',
  DATE: 'date',
};

/** `base` is where the hub is reached; terms of Satu Data Indonesia are described at `/ns/sdi`. */
const contextAt = (base: string): Node => ({
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  csvw: 'http://www.w3.org/ns/csvw#',
  sdi: `${base}/ns/sdi#`,
  'dct:issued': { '@type': 'xsd:dateTime' },
  'dct:modified': { '@type': 'xsd:dateTime' },
  'sdi:kolom': { '@container': '@list' },
});

const both = (id: string, en: string) => [
  { '@language': 'id', '@value': id },
  { '@language': 'en', '@value': en },
];
const indonesian = (text: string) => ({ '@language': 'id', '@value': text });
const there = (uri: string) => ({ '@id': uri });

/** The catalogue in DCAT 3, as DCAT-AP wants it, with what Satu Data Indonesia asks for in a namespace of its own. */
export function catalogueDocument(listing: readonly Listed[], base: string): Node {
  const catalogue = `${base}/catalog.jsonld`;
  const service = `${catalogue}#graphql`;
  const changed = listing.flatMap(({ entry }) => entry.updatedAt ?? []).sort();
  return {
    '@context': contextAt(base),
    '@id': catalogue,
    '@type': 'dcat:Catalog',
    'dct:title': both('Katalog data SatuGraf', 'SatuGraf data catalogue'),
    'dct:description': both(
      'Dataset perangkat daerah dalam satu graf, sejauh terbuka bagi pemintanya.',
      'Datasets of the regency in one graph, as far as they are open to whoever asks.',
    ),
    'dct:publisher': { '@id': `${catalogue}#wali-data`, '@type': 'foaf:Agent', 'foaf:name': DEPARTMENT },
    'dct:language': there(`${AUTHORITY}/language/IND`),
    'foaf:homepage': there(`${base}/`),
    ...(changed.length > 0 ? { 'dct:modified': changed.at(-1) } : {}),
    'dcat:service': {
      '@id': service,
      '@type': 'dcat:DataService',
      'dct:title': both('Graf', 'The graph'),
      'dcat:endpointURL': there(`${base}/graphql`),
      'dct:conformsTo': there(GRAPHQL),
    },
    'dcat:dataset': listing.map((one) => datasetNode(one, catalogue, base, service)),
  };
}

function datasetNode(listed: Listed, catalogue: string, base: string, service: string): Node {
  const { entry, publisher, issued, isPublic, columns } = listed;
  const id = `${catalogue}#${entry.name}`;
  const { coverage, contact, licence, cadence, updatedAt } = entry;
  const terms = licence === null ? {} : { 'dct:license': licenceNode(licence) };
  return {
    '@id': id,
    '@type': 'dcat:Dataset',
    'dct:identifier': entry.name,
    'dct:title': indonesian(entry.title),
    'dct:description': indonesian(entry.description),
    'dct:language': there(`${AUTHORITY}/language/IND`),
    'dct:publisher': {
      '@id': `${catalogue}#agency-${entry.agency.slug}`,
      '@type': 'foaf:Agent',
      'foaf:name': publisher,
    },
    'dct:issued': issued.toISOString(),
    ...(updatedAt === null ? {} : { 'dct:modified': updatedAt }),
    ...(cadence === null
      ? {}
      : { 'dct:accrualPeriodicity': there(`${AUTHORITY}/frequency/${FREQUENCIES[cadence]}`) }),
    ...(coverage === null
      ? {}
      : { 'dct:spatial': { '@type': 'dct:Location', 'rdfs:label': indonesian(coverage) } }),
    ...(contact === null ? {} : { 'dcat:contactPoint': { '@type': 'vcard:Kind', 'vcard:fn': contact } }),
    ...terms,
    'dct:accessRights': there(`${AUTHORITY}/access-right/${isPublic ? 'PUBLIC' : 'RESTRICTED'}`),
    'dcat:distribution': waysTo(listed, base).map((way) => ({
      ...distributionNode(way, id, service),
      ...terms,
    })),
    'sdi:kolom': columns.map(columnNode),
    ...(listed.case ? { 'sdi:permohonan': listed.case.number } : {}),
    ...(listed.case?.step ? { 'sdi:langkah': listed.case.step } : {}),
  };
}

const distributionNode = (way: Way, dataset: string, service: string): Node => ({
  '@id': `${dataset}-${way.id}`,
  '@type': 'dcat:Distribution',
  'dct:title': both(way.title.id, way.title.en),
  'dcat:accessURL': there(way.url),
  'dcat:mediaType': there(`https://www.iana.org/assignments/media-types/${way.mediaType}`),
  ...(way.isFile
    ? { 'dcat:downloadURL': there(way.url), 'dct:format': there(`${AUTHORITY}/file-type/${way.format}`) }
    : { 'dcat:accessService': there(service), 'dct:conformsTo': there(GRAPHQL) }),
});

function licenceNode(text: string): Node {
  const known = knownLicence(text);
  return {
    ...(known ? there(known.uri) : {}),
    '@type': 'dct:LicenseDocument',
    'rdfs:label': text,
  };
}

/** What is not said is left out: null is no value in JSON-LD. */
function columnNode(column: ListedColumn): Node {
  const { access } = column;
  const attributes = {
    'sdi:konsep': column.concept,
    'sdi:definisi': column.definition,
    'sdi:klasifikasi': column.classification,
    'sdi:ukuran': column.measure,
    'sdi:satuan': column.unit,
    'sdi:rujukan': column.reference,
    'sdi:kelasAkses': access?.class ?? null,
    'sdi:status': access?.status ?? null,
    'sdi:permohonan': access?.case ?? null,
  };
  return {
    '@type': ['sdi:Kolom', 'csvw:Column'],
    'csvw:name': column.name,
    'csvw:title': indonesian(column.title),
    'csvw:datatype': DATATYPES[column.type] ?? 'string',
    'sdi:kunci': column.key,
    ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)),
  };
}

const TERMS = {
  Kolom: ['Kolom', 'Column', 'Satu kolom dataset.'],
  kolom: ['kolom', 'column', 'Kolom dataset, urut.'],
  konsep: ['konsep', 'concept', 'Konsep menurut Standar Data.'],
  definisi: ['definisi', 'definition', 'Definisi menurut Standar Data.'],
  klasifikasi: ['klasifikasi', 'classification', 'Klasifikasi menurut Standar Data.'],
  ukuran: ['ukuran', 'measure', 'Ukuran menurut Standar Data.'],
  satuan: ['satuan', 'unit', 'Satuan menurut Standar Data.'],
  rujukan: ['rujukan', 'reference', 'Entitas bersama yang kodenya dimuat kolom.'],
  kunci: ['kunci', 'key', 'Apakah kolom menjadi bagian kunci baris.'],
  kelasAkses: ['kelas akses', 'access class', 'OPEN terbuka, RESTRICTED terbatas, CLOSED tertutup.'],
  status: ['status', 'status', 'Status kolom menurut SOP.'],
  permohonan: ['permohonan', 'case', 'Nomor permohonan yang memberi status.'],
  langkah: ['langkah', 'step', 'Langkah SOP tempat permohonan berada.'],
} as const;

/** What the hub's own terms mean. */
export function vocabularyDocument(base: string): Node {
  const { dct, rdfs, sdi } = contextAt(base);
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
  return {
    '@context': { dct, rdf, rdfs, sdi },
    '@graph': Object.entries(TERMS).map(([name, [id, en, meaning]]) => ({
      '@id': `sdi:${name}`,
      '@type': /^[A-Z]/.test(name) ? 'rdfs:Class' : 'rdf:Property',
      'rdfs:label': both(id, en),
      'rdfs:comment': indonesian(meaning),
    })),
  };
}
