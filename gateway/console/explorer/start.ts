export type Start = {
  /** Asked for by the address: opened even where this tab has older work. */
  asked: string | null;
  /** What an editor without older work begins with. */
  offered: string;
};

/** Shown where nobody offers a query: both languages, since it stays in the editor after a switch. */
const GREETING = `# Tulis kueri di sini.
# Ctrl+Spasi: nama yang ada
# Ctrl+Enter: jalankan
#
# Write a query here.
# Ctrl+Space: known names
# Ctrl+Enter: run

{
  __typename
}
`;

/** `?query=` first, then the hub's first example, then a greeting. */
export async function findStart(): Promise<Start> {
  const asked = new URLSearchParams(location.search).get('query');
  if (asked !== null && asked.trim() !== '') {
    // Taken out of the address: a reload keeps the edited query, and values in it stay out of the history.
    history.replaceState(null, '', location.pathname + location.hash);
    return { asked, offered: asked };
  }
  return { asked: null, offered: (await readExample()) ?? GREETING };
}

async function readExample(): Promise<string | null> {
  try {
    const response = await fetch('/explorer/config.json', { signal: AbortSignal.timeout(3000) });
    if (response.status !== 200) return null;
    const { query } = (await response.json()) as { query?: unknown };
    return typeof query === 'string' && query.trim() !== '' ? query : null;
  } catch {
    return null;
  }
}
