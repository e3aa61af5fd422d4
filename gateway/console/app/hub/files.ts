import { fromExtensions, type Refusal, UNREACHABLE } from './refusal.js';
import { authorization } from './session.js';

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Why a file was not taken or given: the hub's words, or the status of what stands before it. */
async function refused(response: Response): Promise<Outcome<never>> {
  const body = (await response.json().catch(() => ({}))) as {
    errors?: { message: string; extensions: object }[];
  };
  const [error] = body.errors ?? [];
  return {
    ok: false,
    refusal: fromExtensions(error?.message ?? `HTTP ${response.status}`, error?.extensions ?? {}),
  };
}

/** Uploads a file; gives its id. `onProgress` is told the share that has gone out, from 0 to 1. */
export function upload(file: File, onProgress: (share: number) => void): Promise<Outcome<{ id: string }>> {
  return new Promise((resolve) => {
    // fetch tells nothing of what has gone out.
    const request = new XMLHttpRequest();
    request.open('POST', `/uploads?filename=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onloadend = async () => {
      if (request.status === 0) return resolve({ ok: false, refusal: UNREACHABLE });
      const response = new Response(request.responseText, { status: request.status });
      resolve(response.ok ? { ok: true, value: await response.json() } : await refused(response));
    };
    request.send(file);
  });
}

/** Downloads a path of the hub in the session's name and hands the file to the browser. */
export async function download(path: string): Promise<Outcome<null>> {
  try {
    const response = await fetch(path, { headers: authorization() });
    if (!response.ok) return await refused(response);
    const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    handOut(await response.blob(), decodeURIComponent(named ?? 'berkas'));
    return { ok: true, value: null };
  } catch {
    // Nothing answers, or the way broke before all of the file had come.
    return { ok: false, refusal: UNREACHABLE };
  }
}

/** Hands what the page holds to the browser as a file. */
export function handOut(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has to have begun before the address goes.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
