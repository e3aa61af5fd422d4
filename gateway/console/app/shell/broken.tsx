import { Button } from '@mantine/core';
import { Link, useRouteError } from 'react-router';
import { useWords, type Words } from '../language.js';
import { paths } from '../paths.js';
import { Heading } from './states.js';

const WORDS = {
  nowhere: { id: 'Halaman ini tidak ada.', en: 'There is no such page.' },
  broken: { id: 'Layar ini gagal ditampilkan.', en: 'This screen could not be shown.' },
  reload: { id: 'Muat ulang halaman, atau kembali ke beranda.', en: 'Reload the page, or go home.' },
  home: { id: 'Ke beranda', en: 'Go home' },
} as const satisfies Record<string, Words>;

/** In place of a screen that is not there, or has failed. */
export function Broken() {
  const say = useWords();
  const failed = useRouteError() !== undefined;
  return (
    <Heading title={say(failed ? WORDS.broken : WORDS.nowhere)} lead={say(WORDS.reload)}>
      <Button component={Link} to={paths.home()}>
        {say(WORDS.home)}
      </Button>
    </Heading>
  );
}
