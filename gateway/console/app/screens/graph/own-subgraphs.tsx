import { Tabs } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Answered, Heading } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { Consents } from './consents.js';
import { OwnList } from './own-list.js';
import { PublishSubgraph } from './publish-subgraph.js';

const OWN = graphql(`
  query OwnSubgraphs {
    subgraphs {
      name kind agency currentVersion url quarantine
      health { healthy failure checkedAt milliseconds }
      maintenance { notice until }
    }
  }
`);
export type OwnSubgraph = NonNullable<ResultOf<typeof OWN>['subgraphs']>[number];

const WORDS = {
  title: { id: 'Subgraf sendiri', en: 'Own subgraphs' },
  lead: {
    id: 'Bagi instansi yang menjalankan layanan GraphQL sendiri. Untuk berkas, dump, atau basis data, pakailah “Terbitkan dataset”.',
    en: 'For agencies that run a GraphQL service of their own. For a file, a dump or a database use “Publish a dataset”.',
  },
  list: { id: 'Yang dijalankan', en: 'Running' },
  publish: { id: 'Periksa dan terbitkan', en: 'Check and publish' },
  consents: { id: 'Persetujuan bagi instansi lain', en: 'Consents to other agencies' },
  sections: { id: 'Bagian', en: 'Sections' },
} as const satisfies Record<string, Words>;

/** The subgraphs that the producer's agency runs itself: how they do, what is published next, and who may add to its types. */
export function OwnSubgraphs() {
  const say = useWords();
  const { viewer } = useSession();
  const [result, ask] = useQuery({ query: OWN });
  const again = () => ask({ requestPolicy: 'network-only' });
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Answered result={result} retry={again}>
        {({ subgraphs }) => {
          const own = (subgraphs ?? []).filter(
            ({ agency, kind }) => agency === viewer.agency && kind === 'REMOTE',
          );
          return (
            <Tabs defaultValue={own.length > 0 ? 'list' : 'publish'} keepMounted={false}>
              <Tabs.List mb="lg" aria-label={say(WORDS.sections)}>
                <Tabs.Tab value="list">{say(WORDS.list)}</Tabs.Tab>
                <Tabs.Tab value="publish">{say(WORDS.publish)}</Tabs.Tab>
                <Tabs.Tab value="consents">{say(WORDS.consents)}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="list">
                <OwnList subgraphs={own} refresh={again} />
              </Tabs.Panel>
              {/* What is typed outlives a look at the others. */}
              <Tabs.Panel value="publish" keepMounted>
                <PublishSubgraph subgraphs={own} published={again} />
              </Tabs.Panel>
              <Tabs.Panel value="consents">
                <Consents />
              </Tabs.Panel>
            </Tabs>
          );
        }}
      </Answered>
    </>
  );
}
