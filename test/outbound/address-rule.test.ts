import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalAddress, placeText, readHost, readPlace } from '../../subgraphs/outbound/address.js';
import { databaseHosts, ownEndpoints } from '../../subgraphs/outbound/own.js';
import { type Allowed, type Own, permit, type Unlisted } from '../../subgraphs/outbound/rules.js';
import { runs } from '../support/runs.js';

const NOTHING_OWN: Own = { endpoints: [], machine: [] };

const list = (...entries: readonly (readonly [string, number])[]): Allowed[] =>
  entries.map(([text, port]) => {
    const place = readPlace(text);
    if (!place) throw new Error(`${text} is no place`);
    return { place, port };
  });

/** What the rule says of a host that resolves to these addresses (to itself where it is an address). */
function verdict(
  text: string,
  port: number,
  allowed: readonly Allowed[],
  {
    resolved,
    own = NOTHING_OWN,
    unlisted,
  }: { resolved?: readonly string[]; own?: Own; unlisted?: Unlisted } = {},
): string {
  const host = readHost(text);
  if (!host) return 'UNREADABLE';
  const addresses = (resolved ?? (host.kind === 'ADDRESS' ? [host.address] : [])).map(
    (address) => canonicalAddress(address) ?? expect.fail(`${address} is no address`),
  );
  const answer = permit(host, port, addresses, allowed, own, unlisted);
  return answer.kind === 'ALLOWED' ? answer.addresses.join(' ') : answer.why;
}

/** Ways to write an address of this machine or of a private network, and a list that is as wide as ADMIN can make it. */
const SPELLINGS = `
  127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0177.0.0.1 0x7f.0.0.1 0x7f000001 0X7F000001 2130706433 017700000001
  127.0.0.01 127.0.0.1. 0 0.0.0.0 0.0.0.1 00.0.0.0 0x0 10.1 10.0.0.010 012.0.0.1 167772161 192.168.1 3232235777
  169.254.169.254 0xa9fea9fe 2852039166 255.255.255.255 224.0.0.1
  :: ::1 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:7f00:0001 ::127.0.0.1 ::7f00:1 ::ffff:0:127.0.0.1
  64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: fe80::1 fe80::1%eth0 fe80::1%25eth0 [::1] ff02::1 100::1
  ::ffff:10.0.0.5 fd00::1 fec0::1
`
  .trim()
  .split(/\s+/);

describe('what may be dialled', () => {
  test('no spelling of this machine or of a network passes an empty list, or one of the public internet', () => {
    expect(SPELLINGS.length).toBeGreaterThan(50);
    for (const allowed of [[], list(['203.0.113.0/24', 3306], ['2400::/16', 3306], ['db.example.id', 3306])])
      for (const spelling of SPELLINGS)
        expect(['UNREADABLE', 'NOWHERE', 'NOT_ALLOWED'], spelling).toContain(
          verdict(spelling, 3306, allowed),
        );
  });

  test('an address counts in its one spelling; another spelling of it is no host, or the same address', () => {
    const allowed = list(['127.0.0.1', 3306], ['10.0.0.5', 3306], ['fd00::1', 3306], ['::1', 3306]);
    const passed = SPELLINGS.filter((spelling) => /[.:]/.test(verdict(spelling, 3306, allowed)));
    expect(Object.fromEntries(passed.map((one) => [one, verdict(one, 3306, allowed)]))).toEqual({
      '127.0.0.1': '127.0.0.1',
      '::1': '::1',
      '0:0:0:0:0:0:0:1': '::1',
      '::ffff:127.0.0.1': '127.0.0.1',
      '::ffff:7f00:1': '127.0.0.1',
      '0:0:0:0:0:ffff:7f00:0001': '127.0.0.1',
      '::ffff:10.0.0.5': '10.0.0.5',
      'fd00::1': 'fd00::1',
    });
  });

  test('addresses that carry another inside, or lead to nobody, are refused even when they are listed', () => {
    const wrapped = ['64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', '::7f00:1', '100::1', 'ff02::1'];
    for (const address of [...wrapped, '0.0.0.0', '224.0.0.1', '255.255.255.255', '::'])
      expect(verdict(address, 3306, list([address, 3306])), address).toBe('NOWHERE');
  });

  test('the port belongs to the entry', () => {
    const allowed = list(['10.1.2.3', 3306], ['10.9.0.0/16', 5432]);
    expect(verdict('10.1.2.3', 3306, allowed)).toBe('10.1.2.3');
    expect(verdict('10.1.2.3', 5432, allowed)).toBe('NOT_ALLOWED');
    expect(verdict('10.9.200.1', 5432, allowed)).toBe('10.9.200.1');
    expect(verdict('10.9.200.1', 3306, allowed)).toBe('NOT_ALLOWED');
    expect(verdict('10.10.0.1', 5432, allowed)).toBe('NOT_ALLOWED');
  });

  test('a name passes by its own entry or by those of all its addresses, never by those of some', () => {
    const byAddress = list(['10.1.2.3', 3306], ['10.1.2.4', 3306]);
    const resolving = (...resolved: string[]) => ({ resolved });
    expect(verdict('db.dinas.id', 3306, byAddress, resolving('10.1.2.3', '10.1.2.4'))).toBe(
      '10.1.2.3 10.1.2.4',
    );
    expect(verdict('db.dinas.id', 3306, byAddress, resolving('10.1.2.3', '10.1.2.5'))).toBe('NOT_ALLOWED');
    expect(verdict('db.dinas.id', 3306, byAddress, resolving('10.1.2.3', '127.0.0.1'))).toBe('NOT_ALLOWED');
    expect(verdict('db.dinas.id', 3306, byAddress, resolving())).toBe('UNRESOLVED');
    const byName = list(['db.dinas.id', 3306]);
    expect(verdict('DB.Dinas.ID.', 3306, byName, resolving('10.7.7.7', '2400:1::5'))).toBe(
      '10.7.7.7 2400:1::5',
    );
    expect(verdict('db2.dinas.id', 3306, byName, resolving('10.7.7.7'))).toBe('NOT_ALLOWED');
    expect(verdict('x.db.dinas.id', 3306, byName, resolving('10.7.7.7'))).toBe('NOT_ALLOWED');
  });

  test('a name that comes to mean this machine, its link or nowhere is refused, though it is listed', () => {
    const byName = list(['db.dinas.id', 3306]);
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '169.254.169.254', 'fe80::1'])
      expect(verdict('db.dinas.id', 3306, byName, { resolved: ['10.7.7.7', address] }), address).toBe(
        'NOT_ALLOWED',
      );
    expect(verdict('db.dinas.id', 3306, byName, { resolved: ['0.0.0.0'] })).toBe('NOWHERE');
    const both = [...byName, ...list(['127.0.0.1', 3306])];
    expect(verdict('db.dinas.id', 3306, both, { resolved: ['127.0.0.1'] })).toBe('127.0.0.1');
  });

  test("the hub's own listener and database are refused by every address of the machine, though they are listed", () => {
    const own: Own = {
      endpoints: [
        { address: '0.0.0.0', port: 4000 },
        { address: '127.0.0.1', port: 5433 },
        { address: '10.0.0.9', port: 5432 },
      ],
      machine: ['10.0.0.1', '2400:1::1'],
    };
    const everything = [4000, 5432, 5433].flatMap((port) =>
      list(['10.0.0.0/8', port], ['127.0.0.0/8', port], ['::1', port], ['2400::/16', port]),
    );
    const here = ['127.0.0.1', '127.0.0.77', '::1', '::ffff:127.0.0.1', '10.0.0.1', '2400:1::1'];
    for (const address of here)
      for (const port of [4000, 5433])
        expect(verdict(address, port, everything, { own }), `${address} ${port}`).toBe('OWN');
    expect(verdict('10.0.0.9', 5432, everything, { own })).toBe('OWN');
    expect(verdict('10.0.0.9', 5433, everything, { own })).toBe('10.0.0.9');
    // Another server of this machine is another server.
    expect(verdict('127.0.0.1', 5432, everything, { own })).toBe('127.0.0.1');
  });

  test('where public addresses need no entry, no other address passes without one', () => {
    const unlisted = 'PUBLIC' as const;
    for (const spelling of [...SPELLINGS, '172.16.0.1', '100.64.0.1', '192.0.2.1', '198.18.0.1', '240.0.0.1'])
      expect(['UNREADABLE', 'NOWHERE', 'NOT_ALLOWED'], spelling).toContain(
        verdict(spelling, 443, [], { unlisted }),
      );
    for (const address of ['8.8.8.8', '103.10.10.10', '2404:6800:4003::1'])
      expect(verdict(address, 443, [], { unlisted })).toBe(address);
    const resolving = (...resolved: string[]) => verdict('layanan.dinas.id', 443, [], { unlisted, resolved });
    expect(resolving('8.8.8.8', '8.8.4.4')).toBe('8.8.8.8 8.8.4.4');
    expect(resolving('8.8.8.8', '10.0.0.1')).toBe('NOT_ALLOWED');
    const own: Own = { endpoints: [{ address: '0.0.0.0', port: 4000 }], machine: ['8.8.8.8'] };
    expect(verdict('8.8.8.8', 4000, [], { unlisted, own })).toBe('OWN');
    expect(verdict('8.8.8.8', 443, [], { unlisted, own })).toBe('NOT_ALLOWED');
    expect(verdict('8.8.8.8', 443, list(['8.8.8.8', 443]), { unlisted, own })).toBe('8.8.8.8');
  });

  test('whatever an address is written like, it is dialled in the spelling that was checked', () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(octets, fc.integer({ min: 8, max: 32 }), octets, (bytes, prefix, network) => {
        const address = bytes.join('.');
        const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const mapped = `::ffff:${hex.slice(0, 4)}:${hex.slice(4)}`;
        const allowed = list([`${network.join('.')}/${prefix}`, 1]);
        const number = ([a, b, c, d]: readonly number[]) =>
          (((a ?? 0) * 256 + (b ?? 0)) * 256 + (c ?? 0)) * 256 + (d ?? 0);
        const isInside =
          Math.floor(number(bytes) / 2 ** (32 - prefix)) === Math.floor(number(network) / 2 ** (32 - prefix));
        const answer = verdict(address, 1, allowed);
        expect(verdict(mapped, 1, allowed)).toBe(answer);
        if (answer !== 'NOWHERE') expect(answer).toBe(isInside ? address : 'NOT_ALLOWED');
        for (const other of [
          String(number(bytes)),
          `0x${hex}`,
          bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
        ])
          expect(readHost(other), other).toBeUndefined();
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});

describe('the allow-list', () => {
  test.each([
    ['DB.Dinas.ID', 'db.dinas.id'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.168.77.9/20', '192.168.64.0/20'],
    ['FD00:0:0::5', 'fd00::5'],
    ['fd12:3456::/32', 'fd12:3456::/32'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
  ])('keeps %s as %s', (text, kept) => {
    const place = readPlace(text);
    expect(place && placeText(place)).toBe(kept);
  });

  test.each([
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/7',
    'fd00::/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    '10.0.0/8',
    '::ffff:10.0.0.0/104',
    'db.dinas.id/24',
    '*.dinas.id',
    'http://db',
    'db:3306',
    'a b',
    '',
    '-',
    '1.2.3',
  ])('takes no "%s"', (text) => {
    expect(readPlace(text)).toBeUndefined();
  });
});

describe("the hub's own database", () => {
  test.each([
    ['postgres://u:p@db.dinas.id/hub', ['db.dinas.id:5432']],
    ['postgres://u:p%40x@10.0.0.2:6432/hub?sslmode=require', ['10.0.0.2:6432']],
    ['postgres://u:p@h1:5432,h2:5433/hub', ['h1:5432', 'h2:5433']],
    ['postgresql://u@[::1]:5555/hub', ['::1:5555']],
    ['postgres:///hub?host=/var/run/postgresql', ['127.0.0.1:5432']],
    ['postgres://%2Fvar%2Frun/hub', ['127.0.0.1:5432']],
    ['postgres://127.0.0.1/hub', ['127.0.0.1:5432']],
  ])('is known from %s', (url, hosts) => {
    expect(databaseHosts(url).map(({ host, port }) => `${host}:${port}`)).toEqual(hosts);
  });

  test('is refused at every address that its name has', async () => {
    const own = await ownEndpoints([{ host: 'db.dinas.id', port: 5432 }], async () => [
      '10.0.0.2',
      '::ffff:10.0.0.3',
    ]);
    expect(own.endpoints).toEqual([
      { address: '10.0.0.2', port: 5432 },
      { address: '10.0.0.3', port: 5432 },
    ]);
    expect(own.machine).toContain('127.0.0.1');
  });
});
