import { useEach } from '../../hub/asked.js';

/** Names of a few regions by their codes; empty until they are known. */
export function useRegionNames(codes: readonly string[]): ReadonlyMap<string, string> {
  const found = useEach<{ code: string; name: string }>(
    codes.map((code) => `region(code: ${JSON.stringify(code)}) { code name }`),
  );
  return new Map((found ?? []).flatMap((region) => (region ? [[region.code, region.name]] : [])));
}
