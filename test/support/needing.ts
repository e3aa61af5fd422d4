import { type TestContext, test } from 'vitest';

/**
 * A test that needs what a machine may lack. `missing` says what, null where all is there: then the test is skipped and
 * says so; in CI it fails, so that nobody skips it unseen.
 */
export function needing(
  missing: string | null,
  name: string,
  body: (context: TestContext) => Promise<void> | void,
  options: { readonly timeout?: number } = {},
): void {
  test(name, options, async (context) => {
    if (missing === null) return body(context);
    if (process.env['CI']) throw new Error(missing);
    console.warn(`skipped: ${name}: ${missing}`);
    context.skip(missing);
  });
}
