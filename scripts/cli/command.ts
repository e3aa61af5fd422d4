import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Failure, UsageFailure } from './failure.js';
import { Hub } from './hub.js';
import { currentSession } from './session.js';
import type { Terminal } from './terminal.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** What a command found: 0 for a good verdict, 1 for a bad one, 2 for none, and the value that `--json` prints. */
export interface Outcome {
  readonly exit: 0 | 1 | 2;
  readonly value: unknown;
}

export interface Call<O extends Options> {
  readonly values: Values<O>;
  /** As many as the command takes. */
  readonly words: readonly string[];
  readonly hub: Hub;
  readonly terminal: Terminal;
}

interface Described<O extends Options> {
  /** Behind the command's name. */
  readonly usage: string;
  readonly about: { readonly id: string; readonly en: string };
  /** Further lines of `help`. */
  readonly more?: readonly string[];
  readonly options: O;
  /** Whether it makes sense for somebody who has not signed in. */
  readonly anonymous?: true;
  /** How many words the command takes, at least and at most. */
  readonly words: readonly [number, number];
  readonly run: (call: Call<O>) => Promise<Outcome>;
}

export interface Command extends Omit<Described<Options>, 'run'> {
  /** Reads the arguments and runs. Throws a Failure. */
  readonly start: (args: readonly string[], terminal: Terminal) => Promise<Outcome>;
}

/** A command; options of every command are taken off before it sees its own. */
export function command<const O extends Options>({ run, ...described }: Described<O>): Command {
  return {
    ...described,
    start: async (args, terminal) => {
      const { values, positionals } = parsed(args, described.options);
      const [least, most] = described.words;
      if (positionals.length < least) throw new UsageFailure('Ada yang kurang / something is missing');
      if (positionals.length > most)
        throw new UsageFailure(`Tidak dikenal / not known: ${positionals.slice(most).join(' ')}`);
      const session = await currentSession();
      if (session.token === '' && !described.anonymous)
        throw new Failure(2, `Belum masuk ke ${session.url} / not signed in: satugraf login --user NAME`);
      return run({ values: values as Values<O>, words: positionals, hub: new Hub(session), terminal });
    },
  };
}

function parsed(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // parseArgs explains what is wrong in its first sentence; the rest is about quoting.
    const [first = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageFailure(first);
  }
}

export const FLAG = { type: 'boolean' } as const;
export const TEXT = { type: 'string' } as const;
export const TEXTS = { type: 'string', multiple: true } as const;
