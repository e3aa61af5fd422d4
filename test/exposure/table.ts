import type { AccessClass, FieldStatus, Standing, Verdict } from '../../schema/exposure.js';

export interface Line {
  readonly status: FieldStatus;
  readonly accessClass: AccessClass;
  readonly verdicts: Readonly<Record<Exclude<Standing, 'ANONYMOUS'>, Verdict>>;
  /** By whether the dataset is released. */
  readonly anonymous: { readonly unreleased: Verdict; readonly released: Verdict };
}

/**
 * The table of SOP.md, "What is exposed, when", typed out cell by cell. Columns: status, class, own producer and team
 * and heads, others with a grant, others without, anonymous while unreleased, anonymous once released.
 */
const TABLE = `
PROPOSED   OPEN        VALUES  FIELD_NOT_AGREED     FIELD_NOT_AGREED     ABSENT  ABSENT
PROPOSED   RESTRICTED  VALUES  FIELD_NOT_AGREED     FIELD_NOT_AGREED     ABSENT  ABSENT
PROPOSED   CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
DEFERRED   OPEN        VALUES  FIELD_NOT_AGREED     FIELD_NOT_AGREED     ABSENT  ABSENT
DEFERRED   RESTRICTED  VALUES  FIELD_NOT_AGREED     FIELD_NOT_AGREED     ABSENT  ABSENT
DEFERRED   CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
AGREED     OPEN        VALUES  FIELD_NOT_DELIVERED  FIELD_NOT_DELIVERED  ABSENT  ABSENT
AGREED     RESTRICTED  VALUES  FIELD_NOT_DELIVERED  FIELD_NOT_DELIVERED  ABSENT  ABSENT
AGREED     CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
LIVE       OPEN        VALUES  VALUES               VALUES               ABSENT  VALUES
LIVE       RESTRICTED  VALUES  VALUES               FIELD_RESTRICTED     ABSENT  ABSENT
LIVE       CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
CONFIRMED  OPEN        VALUES  VALUES               VALUES               ABSENT  VALUES
CONFIRMED  RESTRICTED  VALUES  VALUES               FIELD_RESTRICTED     ABSENT  ABSENT
CONFIRMED  CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
DISPUTED   OPEN        VALUES  FIELD_WITHDRAWN      FIELD_WITHDRAWN      ABSENT  ABSENT
DISPUTED   RESTRICTED  VALUES  FIELD_WITHDRAWN      FIELD_WITHDRAWN      ABSENT  ABSENT
DISPUTED   CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
DECLINED   OPEN        ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
DECLINED   RESTRICTED  ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
DECLINED   CLOSED      ABSENT  ABSENT               ABSENT               ABSENT  ABSENT
`;

export const LINES: readonly Line[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [status, accessClass, insider, granted, signedIn, unreleased, released] = line.split(/ +/);
    return {
      status,
      accessClass,
      verdicts: { INSIDER: insider, GRANTED: granted, SIGNED_IN: signedIn },
      anonymous: { unreleased, released },
    } as Line;
  });

export const expectedVerdict = (line: Line, standing: Standing, released: boolean): Verdict =>
  standing === 'ANONYMOUS' ? line.anonymous[released ? 'released' : 'unreleased'] : line.verdicts[standing];
