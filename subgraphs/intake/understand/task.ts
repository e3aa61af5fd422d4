import { sourceOf } from '../reading/bytes.js';
import { type Need, Needed, type ReferenceData, References } from './references.js';
import { type UnderstandRequest, understand } from './understand.js';
import type { Understanding } from './understanding.js';

export interface UnderstandInput {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly request: UnderstandRequest;
  readonly references: ReferenceData;
}

export type UnderstandResult = { readonly understanding: Understanding } | { readonly needs: Need };

/** Understands a file, or says which reference data that takes. Throws FILE_REFUSED. */
export async function understandTask(input: UnderstandInput): Promise<UnderstandResult> {
  try {
    const references = new References(input.references);
    const verdict = await understand(sourceOf(input.filename, input.bytes), input.request, references);
    if (!verdict.ok) throw verdict.refusal;
    return { understanding: verdict.understanding };
  } catch (error) {
    if (error instanceof Needed) return { needs: error.need };
    throw error;
  }
}
