import { Button, type ButtonProps } from '@mantine/core';
import { Link, Outlet, useLocation } from 'react-router';
import { useWords, type Words } from '../language.js';
import { paths } from '../paths.js';
import { useSession } from '../viewer.js';
import { Heading } from './states.js';

const WORDS = {
  title: { id: 'Masuk dahulu', en: 'Sign in first' },
  more: {
    id: 'Halaman ini terbuka bagi yang sudah masuk; setelah masuk Anda kembali ke sini.',
    en: 'This page is open to who is signed in; having signed in you come back to it.',
  },
  signIn: { id: 'Masuk', en: 'Sign in' },
} as const satisfies Record<string, Words>;

/** Leads to the form, and from there back to where one was. */
export function SignInButton(props: ButtonProps) {
  const say = useWords();
  const { pathname, search, state } = useLocation();
  const isEntry = pathname === paths.signIn() || pathname.startsWith(paths.password(''));
  return (
    <Button
      {...props}
      component={Link}
      to={paths.signIn()}
      state={isEntry ? state : { from: `${pathname}${search}` }}
    >
      {say(WORDS.signIn)}
    </Button>
  );
}

/** Screens of which a stranger's graph does not know: he is asked to sign in instead of being told of an error. */
export function SignedIn() {
  const say = useWords();
  const { isSignedIn } = useSession();
  if (isSignedIn) return <Outlet />;
  return (
    <Heading title={say(WORDS.title)} lead={say(WORDS.more)}>
      <SignInButton />
    </Heading>
  );
}
