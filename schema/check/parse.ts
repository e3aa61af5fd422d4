import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  Lexer,
  parse,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import type { Words } from '../errors.js';
import type { Problem } from './finding.js';

/** How large the SDL of one remote subgraph may be; a dataset of 200 columns takes a fiftieth of it. */
export const LIMITS = {
  characters: 1_000_000,
  tokens: 60_000,
  /** Brackets within brackets. */
  nesting: 16,
  types: 500,
  fields: 10_000,
  /** Characters of a text that a directive is given. */
  text: 2000,
} as const;

export type ParseResult =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly problems: readonly [Placed, ...Placed[]] };

/** A problem of a text that could not be read, with where. */
export type Placed = Problem & { readonly at?: { readonly line: number; readonly column: number } };

/** Reads an SDL in bounded time, whatever it holds. */
export function parseSdl(sdl: string): ParseResult {
  if (sdl.length > LIMITS.characters) return tooLarge('karakter', 'characters', LIMITS.characters);
  try {
    const lexed = lexProblem(sdl);
    if (lexed) return lexed;
    const document = parse(sdl, { maxTokens: LIMITS.tokens });
    return sizeProblem(document) ?? { ok: true, document };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const at = error.locations?.[0];
    const words = lookAlike(sdl, error.positions?.[0] ?? 0) ?? {
      id: `SDL tidak dapat dibaca: ${error.message}`,
      en: `The SDL cannot be read: ${error.message}`,
    };
    return { ok: false, problems: [{ ...syntax(words), ...(at ? { at } : {}) }] };
  }
}

function lexProblem(sdl: string): ParseResult | undefined {
  const lexer = new Lexer(new Source(sdl));
  let tokens = 0;
  let depth = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > LIMITS.tokens) return tooLarge('kata dan tanda baca', 'tokens', LIMITS.tokens);
    if (OPENING.has(token.kind) && ++depth > LIMITS.nesting)
      return tooLarge('kurung di dalam kurung', 'nested brackets', LIMITS.nesting);
    if (CLOSING.has(token.kind)) depth--;
  }
  return undefined;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function sizeProblem(document: DocumentNode): ParseResult | undefined {
  if (document.definitions.length > LIMITS.types) return tooLarge('jenis', 'types', LIMITS.types);
  let fields = 0;
  let long: ASTNode | undefined;
  const stray = document.definitions.find(
    (one) => !isTypeSystemDefinitionNode(one) && !isTypeSystemExtensionNode(one),
  );
  visit(document, {
    FieldDefinition: () => void fields++,
    InputValueDefinition: () => void fields++,
    EnumValueDefinition: () => void fields++,
    Directive(node) {
      for (const { value } of node.arguments ?? [])
        if (value.kind === 'StringValue' && value.value.length > LIMITS.text) long ??= node;
    },
  });
  if (fields > LIMITS.fields) return tooLarge('field', 'fields', LIMITS.fields);
  if (long) return tooLarge('karakter dalam satu directive', 'characters in a directive', LIMITS.text, long);
  if (stray)
    return {
      ok: false,
      problems: [
        {
          ...syntax({
            id: 'SDL memuat operasi; hanya definisi jenis yang boleh ada di sini.',
            en: 'The SDL holds an operation; only definitions of types may stand here.',
          }),
          node: stray,
        },
      ],
    };
  return undefined;
}

const syntax = (words: Words): Problem => ({ rule: 'syntax', severity: 'ERROR', coordinate: null, words });

const tooLarge = (id: string, en: string, most: number, node?: ASTNode): ParseResult => ({
  ok: false,
  problems: [
    {
      rule: 'size',
      severity: 'ERROR',
      coordinate: null,
      node,
      words: {
        id: `SDL terlalu besar: paling banyak ${most} ${id}. Pecah menjadi beberapa subgraf.`,
        en: `The SDL is too large: at most ${most} ${en}. Split it into several subgraphs.`,
      },
    },
  ],
});

/** Letters of other scripts that look like Latin ones. */
const LOOKS: ReadonlyMap<string, string> = new Map(
  `аa еe оo рp сc уy хx іi јj ѕs ԁd һh кk мm тt вb нn ԛq ԝw ɡg ıi
    αa οo νv ιi κk ρp τt υu γy АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЈJ ЅS ΑA ΒB ΕE ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΧX`
    .split(/\s+/)
    .map((pair) => [...pair] as [string, string]),
);

/** Words for a name that holds letters which only look like those of the alphabet; it is said whose it imitates. */
function lookAlike(sdl: string, position: number): Words | undefined {
  if ((sdl.codePointAt(position) ?? 0) < 128) return undefined;
  const before = /[\p{L}\p{N}_]*$/u.exec(sdl.slice(Math.max(0, position - 100), position))?.[0] ?? '';
  const after = /^[\p{L}\p{N}\p{M}_]*/u.exec(sdl.slice(position, position + 100))?.[0] ?? '';
  const name = before + after;
  if (name === '') return undefined;
  const plain = [...name.normalize('NFKC')].map((letter) => LOOKS.get(letter) ?? letter).join('');
  const owner = /^([A-Za-z][A-Za-z0-9]*)_/.exec(plain)?.[1]?.toLowerCase();
  const [whose, whoseEn] = owner ? [` milik ${owner}`, `, of ${owner}`] : ['', ''];
  return {
    id: `Nama "${name}" memuat huruf di luar A–Z yang mirip "${plain}"${whose}; tulis ulang dengan huruf biasa.`,
    en: `The name "${name}" holds letters outside A–Z; it looks like "${plain}"${whoseEn}. Write it with plain letters.`,
  };
}
