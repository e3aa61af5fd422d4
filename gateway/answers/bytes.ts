import { once, type RequestContext } from '../../subgraphs/context.js';
import { JsonBytes } from '../executor/straight.js';

/** The data of this request's answer, where it is JSON that was made elsewhere. */
const straightOf = (context: RequestContext): { data: JsonBytes | undefined } =>
  once(context, straightOf, () => ({ data: undefined }));

/** Takes such data aside before the answer is written. */
export function setAside(context: RequestContext, data: unknown): void {
  if (data instanceof JsonBytes) straightOf(context).data = data;
}

/** What is written of an answer: everything, but data that was set aside. */
export const stringify = (value: { readonly data?: unknown }): string =>
  JSON.stringify(value.data instanceof JsonBytes ? { ...value, data: undefined } : value);

/** The answer with its data back in its place. */
export function bodyOf(written: string, context: RequestContext): Uint8Array {
  const { data } = straightOf(context);
  if (!data) return Buffer.from(written);
  const rest = written === '{}' ? '}' : `,${written.slice(1)}`;
  return Buffer.concat([BEFORE, data.bytes, Buffer.from(rest)]);
}

const BEFORE = Buffer.from('{"data":');
