import { Accordion, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useAgencyName } from '../../agency-name.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { useSession } from '../../viewer.js';
import { ChangeKey } from './change-key.js';
import { EndKey } from './end-key.js';
import type { ServiceKey } from './keys.js';
import { RotateKey } from './rotate-key.js';
import { saidScope } from './scopes.js';
import type { Issued } from './secret.js';
import { Trusted } from './trusted.js';

const WORDS = {
  active: { id: 'berlaku', en: 'in use' },
  revoked: { id: 'dicabut', en: 'revoked' },
  expired: { id: 'kedaluwarsa', en: 'expired' },
  trustedOnly: { id: 'hanya operasi tepercaya', en: 'trusted operations alone' },
  owner: { id: 'Penanggung jawab', en: 'Answers for it' },
  installation: { id: 'pemasangan hub', en: 'the installation' },
  agency: { id: 'Instansi', en: 'Agency' },
  made: { id: 'Dibuat', en: 'Made' },
  used: { id: 'Terakhir dipakai', en: 'Last used' },
  never: { id: 'belum pernah', en: 'never' },
  until: { id: 'Berlaku sampai', en: 'Until' },
  forever: { id: 'tanpa batas', en: 'without an end' },
  previous: { id: 'Rahasia lama masih diterima sampai', en: 'The old secret is taken until' },
  rename: { id: 'Ubah', en: 'Change' },
  rotate: { id: 'Ganti rahasia', en: 'Replace the secret' },
  revoke: { id: 'Cabut', en: 'Revoke' },
  ended: {
    id: 'Kunci ini sudah berakhir dan tidak dapat diubah. Buat kunci baru bila aplikasinya masih dipakai.',
    en: 'This key has ended and cannot be changed. Make a new one if its application is still used.',
  },
  notMine: {
    id: 'Hanya penanggung jawabnya dan produsen instansinya yang mengubah kunci ini; Anda dapat mencabutnya.',
    en: 'Only whoever answers for it and its agency’s producer change this key; you can revoke it.',
  },
  operations: { id: 'Operasi tepercaya', en: 'Trusted operations' },
} as const satisfies Record<string, Words>;

type Doing = 'change' | 'rotate' | 'revoke' | null;

interface Props {
  readonly serviceKey: ServiceKey;
  readonly issued: (issued: Issued) => void;
  readonly changed: () => void;
}

/** One key: what it may, who answers for it, and what can be done with it. */
export function KeyCard({ serviceKey, issued, changed }: Props) {
  const say = useWords();
  const [doing, setDoing] = useState<Doing>(null);
  const { active, trustedOperations } = serviceKey;
  // The hub tells a key's operations to whoever manages it, and to nobody else.
  const isManaged = trustedOperations !== null;
  const reason = !active ? say(WORDS.ended) : !isManaged ? say(WORDS.notMine) : null;
  const close = () => setDoing(null);
  const done = () => {
    close();
    changed();
  };
  return (
    <Card component="section" aria-label={serviceKey.name}>
      <Stack gap="sm">
        <Head serviceKey={serviceKey} />
        <Facts serviceKey={serviceKey} />
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={reason !== null} onClick={() => setDoing('change')}>
            {say(WORDS.rename)}
          </Button>
          <Button size="xs" variant="default" disabled={reason !== null} onClick={() => setDoing('rotate')}>
            {say(WORDS.rotate)}
          </Button>
          <Button
            size="xs"
            variant="outline"
            color="red"
            disabled={!active}
            onClick={() => setDoing('revoke')}
          >
            {say(WORDS.revoke)}
          </Button>
        </Group>
        {reason && (
          <Text size="sm" c="dimmed">
            {reason}
          </Text>
        )}
        {doing === 'change' && <ChangeKey serviceKey={serviceKey} close={close} done={done} />}
        {doing === 'rotate' && (
          <RotateKey
            serviceKey={serviceKey}
            close={close}
            done={(next) => {
              close();
              issued(next);
            }}
          />
        )}
        {doing === 'revoke' && <EndKey serviceKey={serviceKey} close={close} done={done} />}
        {active && trustedOperations && (
          <Accordion variant="default" order={3}>
            <Accordion.Item value="operations">
              <Accordion.Control>
                {say(WORDS.operations)} ({trustedOperations.length})
              </Accordion.Control>
              <Accordion.Panel>
                <Trusted
                  id={serviceKey.id}
                  isRequired={serviceKey.trustedOnly}
                  operations={trustedOperations}
                  changed={changed}
                />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
    </Card>
  );
}

function Head({ serviceKey: { name, active, revokedAt, trustedOnly, scopes } }: Pick<Props, 'serviceKey'>) {
  const say = useWords();
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Title order={2} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Title>
        <Badge variant="light" color={active ? 'teal' : 'gray'}>
          {say(active ? WORDS.active : revokedAt ? WORDS.revoked : WORDS.expired)}
        </Badge>
        {trustedOnly && (
          <Badge variant="light" color="gray">
            {say(WORDS.trustedOnly)}
          </Badge>
        )}
      </Group>
      <Text size="sm">{scopes.map((scope) => saidScope(scope, say)).join(' · ')}</Text>
    </div>
  );
}

function Facts({ serviceKey }: Pick<Props, 'serviceKey'>) {
  const say = useWords();
  const { date, moment } = useFormats();
  const { viewer } = useSession();
  const agencyName = useAgencyName();
  const { owner, agency, createdAt, lastUsedAt, expiresAt, previousUntil, revokedAt, revokedReason } =
    serviceKey;
  const facts = [
    owner === viewer.name ? null : `${say(WORDS.owner)}: ${owner ?? say(WORDS.installation)}`,
    agency && `${say(WORDS.agency)}: ${agencyName(agency)}`,
    `ID: ${serviceKey.id}`,
    `${say(WORDS.made)}: ${date(createdAt)}`,
    `${say(WORDS.used)}: ${lastUsedAt ? moment(lastUsedAt) : say(WORDS.never)}`,
    revokedAt ? null : `${say(WORDS.until)}: ${expiresAt ? lastDay(expiresAt, date) : say(WORDS.forever)}`,
  ].filter(Boolean);
  return (
    <div>
      <Text size="sm" c="dimmed">
        {facts.join(' · ')}
      </Text>
      {previousUntil && (
        <Text size="sm">
          {say(WORDS.previous)} {moment(previousUntil)}.
        </Text>
      )}
      {revokedAt && (
        <Text size="sm" c="dimmed">
          {say(WORDS.revoked)} {moment(revokedAt)}
          {revokedReason && `: ${revokedReason}`}
        </Text>
      )}
    </div>
  );
}

/** A key ends with the midnight after its last day. */
const lastDay = (end: string, date: (text: string) => string): string =>
  date(new Date(new Date(end).getTime() - 1).toISOString());
