/** How many runs a randomised test makes: the long mode (`SATUGRAF_LONG=1`) is for nights, not for every change. */
export const runs = (normal: number, long: number): number =>
  process.env['SATUGRAF_LONG'] === '1' ? long : normal;
