import { refusal } from '../../../schema/errors.js';
import { MAX_PAGE } from '../../paging.js';
import { actingFor, type Official, type Role } from '../../viewer.js';
import { sideOf } from '../rules.js';
import { type CaseState, type CaseStatus, partyOf } from '../state.js';
import { checkTexts } from '../texts.js';

/** A whole conversation fits on one page. */
export const MOST_OF_CASE = MAX_PAGE;
/** Of one author on one case, on one day in Jakarta. */
export const MOST_A_DAY = 100;
export const MESSAGE_CHARACTERS = 2000;

/** Who reads a dossier whole, and so speaks on its case. */
const SPEAKERS = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;

/** The text as it is kept: plain, without blanks around it. Throws BAD_USER_INPUT. */
export function readMessage(text: string): string {
  checkTexts(text);
  const read = text.replace(/\r\n?/g, '\n').trim();
  if (read === '' || read.length > MESSAGE_CHARACTERS)
    throw refusal('BAD_USER_INPUT', {
      detail: {
        id: `Pesan memuat 1 sampai ${MESSAGE_CHARACTERS} karakter; lampirkan dokumen untuk yang lebih panjang.`,
        en: `A message has 1 to ${MESSAGE_CHARACTERS} characters; attach a document for what is longer.`,
      },
    });
  return read;
}

/**
 * The role in which an official speaks: on the side where he has acted in this case, and rather in one of his own roles
 * than in another's place. Throws FORBIDDEN.
 */
export function speakingAs(official: Official, agency: string, state: CaseState): Role {
  const roles = SPEAKERS.filter(
    (role) => official.roles.includes(role) && (role !== 'PRODUCER' || official.agency === agency),
  );
  const side = sideOf(state, official.accountId);
  const ofSide = roles.filter((role) => partyOf(role) === side);
  const fit = ofSide.length > 0 ? ofSide : roles;
  const role = fit.find((one) => !actingFor(official, one)) ?? fit[0];
  if (!role) throw refusal('FORBIDDEN', { needs: SPEAKERS.join(' / ') });
  return role;
}

/** A case that has ended is not added to. Throws CASE_ENDED. */
export function checkUnderWay(number: string, status: CaseStatus): void {
  if (status !== 'DRAFT' && status !== 'OPEN') throw refusal('CASE_ENDED', { number });
}

/** Throws LIMIT_EXCEEDED where one more message would be too many. */
export function checkRoom({ ofCase, today }: { readonly ofCase: number; readonly today: number }): void {
  const check = (limit: string, max: number, found: number, advice: { id: string; en: string }): void => {
    if (found > max)
      throw refusal(
        'LIMIT_EXCEEDED',
        { limit, max, found: String(found), advice },
        { facts: { limit, max } },
      );
  };
  check('caseMessages', MOST_OF_CASE, ofCase + 1, FULL);
  check('caseMessagesToday', MOST_A_DAY, today + 1, TOMORROW);
}

const FULL = {
  id: 'Percakapan permohonan ini penuh; lampirkan dokumen untuk selebihnya.',
  en: 'The conversation of this case is full; attach a document for the rest.',
};
const TOMORROW = {
  id: 'Lanjutkan besok, atau lampirkan dokumen.',
  en: 'Go on tomorrow, or attach a document.',
};
