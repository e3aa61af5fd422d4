/** A block-string description; quotes and backslashes of the producer's words cannot end it. */
export function describe(parts: readonly string[], indent = ''): string {
  const text = parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join('\n\n')
    .replaceAll('"""', '\\"""');
  return `"""\n${text}\n"""`
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n');
}
