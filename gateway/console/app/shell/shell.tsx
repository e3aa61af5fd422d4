import {
  Anchor,
  AppShell,
  Burger,
  Button,
  Group,
  NavLink,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { type Language, useLanguage, useWords, type Words } from '../language.js';
import { paths } from '../paths.js';
import { useSession } from '../viewer.js';
import { GUIDE_OF, NAVIGATION } from './navigation.js';
import { SignInButton } from './signed-in.js';
import { Loading } from './states.js';

const WORDS = {
  skip: { id: 'Langsung ke isi', en: 'Skip to content' },
  menu: { id: 'Menu', en: 'Menu' },
  signOut: { id: 'Keluar', en: 'Sign out' },
  guide: { id: 'Panduan', en: 'Guide' },
  password: { id: 'Ganti kata sandi', en: 'Change password' },
  explorer: { id: 'Penjelajah kueri', en: 'Query explorer' },
  language: { id: 'Bahasa', en: 'Language' },
} as const satisfies Record<string, Words>;

/** The frame of every screen: who one is, where one can go, and the guide. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname, search } = useLocation();
  const say = useWords();
  const shown = useRef(pathname);
  useEffect(() => {
    // The first screen leaves the focus at the top of the page, where the skip button is.
    if (shown.current === pathname) return;
    shown.current = pathname;
    close();
    window.scrollTo(0, 0);
    const content = document.getElementById('isi');
    // Who hears the page is told where he is; a screen that still loads has no heading yet.
    (content?.querySelector<HTMLElement>('h1[tabindex]') ?? content)?.focus({ preventScroll: true });
  }, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header className="no-print">
        <button type="button" className="skip-link" onClick={() => document.getElementById('isi')?.focus()}>
          {say(WORDS.skip)}
        </button>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={say(WORDS.menu)} />
            <Anchor component={Link} to={paths.home()} fw={700} c="dark" underline="never">
              SatuGraf
            </Anchor>
          </Group>
          <Identity />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className="no-print">
        <Navigation />
      </AppShell.Navbar>
      {/* The address bar is ahead of what is drawn while a screen is fetched: what waits for it compares the two. */}
      <AppShell.Main id="isi" tabIndex={-1} data-address={pathname + search}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Identity() {
  const { viewer, isSignedIn, signOut } = useSession();
  const { language, change } = useLanguage();
  const say = useWords();
  const navigate = useNavigate();
  return (
    <Group gap="sm" wrap="nowrap">
      {viewer.name && (
        <Text size="sm" visibleFrom="sm" truncate maw={260}>
          {viewer.name}
        </Text>
      )}
      <SegmentedControl
        size="xs"
        aria-label={say(WORDS.language)}
        value={language}
        onChange={(next) => change(next as Language)}
        data={[
          { value: 'id', label: 'ID' },
          { value: 'en', label: 'EN' },
        ]}
      />
      {isSignedIn ? (
        <Button
          size="xs"
          variant="default"
          onClick={async () => {
            await signOut();
            navigate(paths.home());
          }}
        >
          {say(WORDS.signOut)}
        </Button>
      ) : (
        <SignInButton size="xs" />
      )}
    </Group>
  );
}

function Navigation() {
  const { viewer, isSignedIn, has } = useSession();
  const { pathname } = useLocation();
  const say = useWords();
  const shown = NAVIGATION.map(({ words, entries }) => ({
    words,
    entries: entries.filter(({ roles, signedIn }) => (roles ? has(...roles) : !signedIn || isSignedIn)),
  })).filter(({ entries }) => entries.length > 0);
  const guide = GUIDE_OF.find(([role]) => viewer.roles.includes(role))?.[1] ?? 'pengguna';
  return (
    <>
      <AppShell.Section grow component={ScrollArea}>
        <nav aria-label={say(WORDS.menu)}>
          {shown.map(({ words, entries }) => (
            <Stack key={words.en} gap={2} mb="md">
              <Text size="xs" c="dimmed" fw={600} px="sm">
                {say(words)}
              </Text>
              {entries.map(({ words: name, to }) => (
                <NavLink
                  key={to}
                  component={Link}
                  to={to}
                  label={say(name)}
                  active={to === '/' ? pathname === '/' : pathname.startsWith(to)}
                />
              ))}
            </Stack>
          ))}
        </nav>
      </AppShell.Section>
      <AppShell.Section>
        <NavLink component="a" href="/explorer/" label={say(WORDS.explorer)} />
        <NavLink component={Link} to={paths.guide(guide)} label={say(WORDS.guide)} />
        {isSignedIn && <NavLink component={Link} to={paths.ownPassword()} label={say(WORDS.password)} />}
      </AppShell.Section>
    </>
  );
}
