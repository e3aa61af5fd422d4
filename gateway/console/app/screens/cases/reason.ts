import { useCallback } from 'react';
import { useLanguage, type Words } from '../../language.js';
import { ROLES, STEPS } from '../../terms.js';
import { ACTIONS, DOCUMENTS } from './names.js';
import type { Available } from './open-case.js';

/** Names in capitals that the hub's sentences hold; one that names an action and a step at once is the step. */
const NAMES: Readonly<Record<string, Words>> = { ...ACTIONS, ...DOCUMENTS, ...STEPS, ...ROLES };

/** Says why an action cannot be done now: the hub's own sentence, with the names that people know. */
export function useReason(): (available: Available | undefined) => string | null {
  const { language } = useLanguage();
  return useCallback(
    (available) => {
      if (!available?.reason) return null;
      const { action, reason } = available;
      const own = ACTIONS[action][language];
      // The first to be named is what was asked for.
      const [before, ...rest] = reason[language].split(new RegExp(`\\b${action}\\b`));
      const sentence = rest.length > 0 ? `${before}“${own}”${rest.join(action)}` : reason[language];
      return sentence.replace(/\b[A-Z]+(_[A-Z]+)*\b/g, (name) => NAMES[name]?.[language] ?? name);
    },
    [language],
  );
}
