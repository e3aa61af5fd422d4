import { createContext, useContext } from 'react';
import { ask } from './hub.js';

export type CallerKind = 'ANONYMOUS' | 'SERVICE_KEY' | 'OFFICIAL';

export interface Caller {
  readonly kind: CallerKind;
  readonly name: string | null;
  readonly roles: readonly string[];
  /** A key was sent and the hub did not take it. */
  readonly refused: boolean;
}

const NOBODY: Caller = { kind: 'ANONYMOUS', name: null, roles: [], refused: false };

/** Whom the hub takes the holder of `key` for. Never rejects: who cannot be named is anonymous. */
export async function askCaller(key: string, signal: AbortSignal): Promise<Caller> {
  if (key === '') return NOBODY;
  try {
    const { data } = await ask<{ viewer: Omit<Caller, 'refused'> }>(
      // Only who is signed in has a schema with roles.
      '{ viewer { kind name roles } }',
      {},
      signal,
    );
    return data ? { ...data.viewer, refused: false } : { ...NOBODY, refused: true };
  } catch {
    return NOBODY;
  }
}

const Context = createContext<Caller | null>(null);

export const CallerProvider = Context.Provider;

/** Who asks; null as long as that is not known. */
export const useCaller = (): Caller | null => useContext(Context);

const isOfTeam = (caller: Caller | null): boolean =>
  caller?.roles.some((role) => role === 'TECHNICAL_TEAM' || role === 'ADMIN') ?? false;

/** Who may see how an operation is executed. */
export const mayExplain = isOfTeam;
/** Who may read proposals of others. */
export const mayReview = isOfTeam;
