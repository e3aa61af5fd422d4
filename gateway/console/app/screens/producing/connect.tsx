import { Checkbox, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { graphql, type VariablesOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { SecretInput } from '../../shell/secret-input.js';
import { CONNECTION_KINDS } from '../../terms.js';

const CONNECT = graphql(`
  mutation ConnectDatabase($connection: DatabaseConnectionInput!) { connectDatabase(connection: $connection) { id } }
`);
type Kind = VariablesOf<typeof CONNECT>['connection']['kind'];

const WORDS = {
  connect: { id: 'Sambungan baru', en: 'New connection' },
  lead: {
    id: 'Hub mencoba masuk dan menyimpan sambungan bila berhasil. Pakai akun yang hanya boleh membaca; alamat dan portanya harus diizinkan pengelola dahulu.',
    en: 'The hub signs in and keeps the connection if that works. Use an account that may only read; the administrator has to allow the address and port first.',
  },
  confirm: { id: 'Sambungkan', en: 'Connect' },
  done: { id: 'Sambungan tersimpan.', en: 'The connection is kept.' },
  name: { id: 'Nama sambungan', en: 'Name of the connection' },
  nameMore: { id: 'Misalnya: SIMPEG', en: 'Such as: SIMPEG' },
  kind: { id: 'Jenis', en: 'Kind' },
  host: { id: 'Alamat', en: 'Address' },
  port: { id: 'Porta', en: 'Port' },
  database: { id: 'Nama basis data', en: 'Name of the database' },
  username: { id: 'Akun', en: 'Account' },
  password: { id: 'Kata sandi', en: 'Password' },
  passwordMore: {
    id: 'Disimpan tersegel di hub; tidak pernah ditampilkan, dan tidak tinggal di peramban ini.',
    en: 'It lies sealed in the hub, is never shown, and does not stay in this browser.',
  },
  tls: {
    id: 'Terenkripsi (TLS), dengan sertifikat server',
    en: 'Encrypted (TLS), with the server’s certificate',
  },
} as const satisfies Record<string, Words>;

const PORTS: Readonly<Record<Kind, number>> = { MYSQL: 3306, POSTGRESQL: 5432 };

/** Makes a connection of one's agency. The password is in the form's field alone, which goes with the form. */
export function Connect({ onConnected }: { readonly onConnected: (connection: string) => void }) {
  const say = useWords();
  const client = useClient();
  const [kind, setKind] = useState<Kind>('MYSQL');
  const [port, setPort] = useState<number | string>(PORTS.MYSQL);
  return (
    <Ask
      label={say(WORDS.connect)}
      lead={say(WORDS.lead)}
      confirm={say(WORDS.confirm)}
      done={say(WORDS.done)}
      submit={({ text, verbatim, all }) =>
        // Not by a hook, whose state would go on holding the variables.
        client
          .mutation(CONNECT, {
            connection: {
              name: text('name'),
              kind,
              host: text('host'),
              port: Number(port),
              database: text('database'),
              username: text('username'),
              password: verbatim('password'),
              tls: all('tls').length > 0,
            },
          })
          .toPromise()
      }
      onDone={(data) => data && onConnected(data.connectDatabase.id)}
    >
      <TextInput name="name" label={say(WORDS.name)} description={say(WORDS.nameMore)} required />
      <Select
        label={say(WORDS.kind)}
        data={Object.entries(CONNECTION_KINDS).map(([value, words]) => ({ value, label: say(words) }))}
        allowDeselect={false}
        value={kind}
        onChange={(value) => {
          setKind(value as Kind);
          setPort(PORTS[value as Kind]);
        }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput name="host" label={say(WORDS.host)} required autoCapitalize="none" />
        <NumberInput
          label={say(WORDS.port)}
          value={port}
          onChange={setPort}
          min={1}
          max={65535}
          allowDecimal={false}
          required
        />
        <TextInput name="database" label={say(WORDS.database)} required autoCapitalize="none" />
        <TextInput
          name="username"
          label={say(WORDS.username)}
          required
          autoCapitalize="none"
          autoComplete="off"
        />
      </SimpleGrid>
      <SecretInput
        name="password"
        label={say(WORDS.password)}
        description={say(WORDS.passwordMore)}
        autoComplete="new-password"
      />
      <Checkbox name="tls" value="tls" label={say(WORDS.tls)} />
    </Ask>
  );
}
