import { graphql, type ResultOf } from '../../hub/graphql.js';

/** The case whole, as its page shows it. */
export const CASE = graphql(`
  query Case($number: ID!) {
    case(number: $number) {
      number step status nextActor version
      availableActions { action allowed reason { code id en } }
      deviations {
        id kind step attempt chargedTo status nextActor cause correction evidence judgement detail lateDays openedAt
      }
      dossier {
        unreadMessages
        messages(first: 0) { totalCount }
        agency kind direction title purpose procedure previous dataset contentHash signedBy suspended drops waived
        contacts { name position reach }
        fields {
          name title accessClass status verdict reason
          sights { standing agreed declined deferred }
        }
        steps { step attempt chargedTo openedAt dueOn completedAt lateDays }
        documents { kind version number mediaType bytes createdAt step invalidReason path body }
        archives { attempt bytes createdAt path erasure }
        reports { id kind role version sentAt acknowledgedAt }
        events { version action actor role at reason fromStep toStep outsideSop onBehalfOf actingKind hash }
      }
    }
  }
`);

type Known = NonNullable<ResultOf<typeof CASE>['case']>;
export type Dossier = NonNullable<Known['dossier']>;
/** A case of which the viewer reads the dossier. */
export type OpenCase = Known & { readonly dossier: Dossier; readonly version: number };
export type Available = NonNullable<Known['availableActions']>[number];
export type ActionName = Available['action'];
export type Deviation = NonNullable<Known['deviations']>[number];
export type Attempt = Dossier['steps'][number];

export const isOpenTo = (one: Known | null): one is OpenCase =>
  one !== null && one.dossier !== null && one.version !== null;

/** What an action is meant for. */
export const stageOf = ({ number, version }: OpenCase) => ({ number, version });

export const availabilityOf = (one: OpenCase, action: ActionName): Available | undefined =>
  one.availableActions?.find((available) => available.action === action);

/** The attempt whose clock runs. */
export const runningAttempt = (
  steps: readonly Pick<Attempt, 'step' | 'completedAt' | 'dueOn' | 'lateDays'>[],
) => steps.findLast(({ completedAt }) => completedAt === null);
