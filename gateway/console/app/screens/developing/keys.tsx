import { Button, Collapse, Stack } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { KeyCard } from './key-card.js';
import { NewKey } from './new-key.js';
import { type Issued, Secret } from './secret.js';

const KEYS = graphql(`
  query ServiceKeys {
    serviceKeys {
      id name agency owner scopes active trustedOnly createdAt expiresAt lastUsedAt previousUntil revokedAt revokedReason
      trustedOperations { hash text registeredAt }
    }
  }
`);
export type ServiceKey = NonNullable<ResultOf<typeof KEYS>['serviceKeys']>[number];

const WORDS = {
  title: { id: 'Kunci aplikasi', en: 'Keys of applications' },
  lead: {
    id: 'Sebuah kunci membuka graf bagi satu aplikasi, atas nama Anda. Buat satu kunci untuk tiap aplikasi, agar masing-masing dapat diganti dan dicabut sendiri.',
    en: 'A key opens the graph to one application, in your name. Make one for each application, so that each can be replaced and revoked by itself.',
  },
  make: { id: 'Buat kunci', en: 'Make a key' },
  cancel: { id: 'Batal', en: 'Cancel' },
  noRole: {
    id: 'Akun Anda belum mempunyai peran yang berlaku. Mintalah peran kepada pengelola, lalu buat kunci di sini.',
    en: 'Your account has no role in force. Ask the administrator for one, then make a key here.',
  },
  none: { id: 'Belum ada kunci.', en: 'There are no keys yet.' },
  noneMore: {
    id: 'Buat kunci pertama Anda: beri nama aplikasinya, pilih apa yang boleh dibaca, dan salin rahasianya.',
    en: 'Make your first: name the application, choose what it may read, and copy its secret.',
  },
} as const satisfies Record<string, Words>;

/** The keys that one answers for: made here, given another secret, narrowed, ended. */
export function Keys() {
  const say = useWords();
  const { viewer } = useSession();
  const [result, ask] = useQuery({ query: KEYS });
  const [making, setMaking] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const again = () => ask({ requestPolicy: 'network-only' });
  const hasRole = viewer.roles.length > 0;

  function show(next: Issued): void {
    setIssued(next);
    setMaking(false);
    again();
    window.scrollTo(0, 0);
  }

  const button = (
    <Button
      disabled={!hasRole}
      variant={making ? 'default' : 'filled'}
      aria-expanded={making}
      onClick={() => {
        setMaking(!making);
        setIssued(null);
      }}
    >
      {say(making ? WORDS.cancel : WORDS.make)}
    </Button>
  );
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(hasRole ? WORDS.lead : WORDS.noRole)}>
        {button}
      </Heading>
      <Stack>
        {issued && <Secret issued={issued} done={() => setIssued(null)} />}
        <Collapse expanded={making}>{making && <NewKey made={show} />}</Collapse>
        <Answered result={result} retry={again}>
          {({ serviceKeys }) =>
            serviceKeys && serviceKeys.length > 0 ? (
              <Stack>
                {inOrder(serviceKeys).map((key) => (
                  <KeyCard key={key.id} serviceKey={key} issued={show} changed={again} />
                ))}
              </Stack>
            ) : (
              !making && <Empty title={say(WORDS.none)}>{say(hasRole ? WORDS.noneMore : WORDS.noRole)}</Empty>
            )
          }
        </Answered>
      </Stack>
    </>
  );
}

/** Those in use first, the newest of them on top. */
const inOrder = (keys: readonly ServiceKey[]): readonly ServiceKey[] =>
  keys.toSorted(
    (one, other) => Number(other.active) - Number(one.active) || other.createdAt.localeCompare(one.createdAt),
  );
