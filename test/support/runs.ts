export const runs = (normal: number, long: number) => (process.env['SATUGRAF_LONG'] === '1' ? long : normal);
