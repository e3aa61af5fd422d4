import { readFile } from 'node:fs/promises';
import { Failure, UsageFailure } from '../failure.js';
import type { Question } from './file-import.js';

export interface Answer {
  readonly question: string;
  readonly value: string;
}

/** What a producer has said before anything was asked: from a file of answers and from `--answer question=value`. */
export class GivenAnswers {
  readonly #kept: ReadonlyMap<string, string>;
  readonly #pairs: readonly string[];

  /** Throws a UsageFailure where a pair has no value. */
  constructor(kept: ReadonlyMap<string, string>, pairs: readonly string[]) {
    const bare = pairs.find((pair) => pair.indexOf('=') < 1);
    if (bare !== undefined) throw new UsageFailure(`--answer ${bare}: pertanyaan=nilai / question=value`);
    this.#kept = kept;
    this.#pairs = pairs;
  }

  /** The answer to a question; the last one counts. An id may hold `=`, so the question tells where it ends. */
  to(question: string): string | undefined {
    const pair = this.#pairs.findLast((one) => one.startsWith(`${question}=`));
    return pair === undefined ? this.#kept.get(question) : pair.slice(question.length + 1);
  }

  /** All of them; those about none of the `known` questions end at their last `=`. */
  all(known: readonly Question[]): Answer[] {
    const said = new Map(this.#kept);
    for (const pair of this.#pairs) {
      const question = known.find(({ id }) => pair.startsWith(`${id}=`))?.id;
      const at = question === undefined ? pair.lastIndexOf('=') : question.length;
      said.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return [...said].map(([question, value]) => ({ question, value }));
  }
}

/** The answers of `--answers FILE` (JSON, `{ question: value }`) and of `--answer`. Throws a Failure. */
export async function givenAnswers(
  file: string | undefined,
  pairs: readonly string[] | undefined,
): Promise<GivenAnswers> {
  return new GivenAnswers(file === undefined ? new Map() : await keptAnswers(file), pairs ?? []);
}

async function keptAnswers(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(2, `${file}: tidak dapat dibaca / cannot be read`);
  });
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) throw new Error();
    return new Map(entries);
  } catch {
    throw new Failure(2, `${file}: JSON { "pertanyaan/question": "nilai/value" }`);
  }
}
