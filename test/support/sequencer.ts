import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = '/test/console/every-screen.test.ts';

/**
 * Begins with the file that takes by far the longest: at a machine's first run, which knows files by their size alone, it
 * would come late, and one worker would be left with it while the other has nothing to do.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith(LONGEST);
    return [...sorted.filter(isLongest), ...sorted.filter((one) => !isLongest(one))];
  }
}
