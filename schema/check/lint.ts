import type { Problem } from './finding.js';
import { descriptionProblems } from './lint/descriptions.js';
import { directiveProblems } from './lint/directives.js';
import { nameProblems } from './lint/names.js';
import { nullableProblems } from './lint/nullable.js';
import { copyProblems } from './lint/references.js';
import { conceptProblems } from './lint/words.js';
import type { Owners } from './owners.js';
import { shapesOf } from './shapes.js';
import type { Subject } from './subject.js';

/** The house's rules for producers, in the order in which `schema/README.md` has them. */
export function lintProblems(subject: Subject, owners: Owners): Problem[] {
  const shapes = shapesOf(subject, owners);
  return [
    ...subject.federation.problems,
    ...directiveProblems(subject),
    ...nameProblems(subject, shapes, owners),
    ...nullableProblems(subject, shapes),
    ...descriptionProblems(shapes),
    ...conceptProblems(shapes),
    ...copyProblems(shapes),
  ];
}
