import { NativeSelect } from '@mantine/core';
import { useAgencies } from '../../agency-name.js';
import { useWords, type Words } from '../../language.js';

const WORDS = {
  agency: { id: 'Instansi', en: 'Agency' },
  none: { id: 'Tidak ada (pengelola, pengguna data)', en: 'None (administrator, consumer)' },
} as const satisfies Record<string, Words>;

/** The field `agency`; empty where the account acts for none. */
export function AgencySelect({ chosen }: { readonly chosen?: string | null }) {
  const say = useWords();
  const agencies = useAgencies();
  return (
    <NativeSelect
      // The chosen one cannot be shown before it is among the choices.
      key={agencies.length > 0 ? 'known' : 'unknown'}
      name="agency"
      label={say(WORDS.agency)}
      defaultValue={chosen ?? ''}
      data={[
        { value: '', label: say(WORDS.none) },
        ...agencies.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` })),
      ]}
    />
  );
}
