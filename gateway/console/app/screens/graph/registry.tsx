import { Tabs } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Heading } from '../../shell/states.js';
import { IndexSuggestions } from './indexes.js';
import { Launches } from './launches.js';
import { RegistryRules } from './rules.js';
import { Subgraphs } from './subgraphs.js';

const WORDS = {
  title: { id: 'Registri', en: 'Registry' },
  lead: {
    id: 'Subgraf yang membentuk graf, peluncurannya, dan aturannya.',
    en: 'The subgraphs that make up the graph, its launches, and its rules.',
  },
  subgraphs: { id: 'Subgraf', en: 'Subgraphs' },
  launches: { id: 'Peluncuran', en: 'Launches' },
  indexes: { id: 'Usulan indeks', en: 'Index suggestions' },
  rules: { id: 'Aturan', en: 'Rules' },
} as const satisfies Record<string, Words>;

/** The technical team's and the administrator's view of the graph itself. */
export function Registry() {
  const say = useWords();
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Tabs defaultValue="subgraphs" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="subgraphs">{say(WORDS.subgraphs)}</Tabs.Tab>
          <Tabs.Tab value="launches">{say(WORDS.launches)}</Tabs.Tab>
          <Tabs.Tab value="indexes">{say(WORDS.indexes)}</Tabs.Tab>
          <Tabs.Tab value="rules">{say(WORDS.rules)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="subgraphs">
          <Subgraphs />
        </Tabs.Panel>
        <Tabs.Panel value="launches">
          <Launches />
        </Tabs.Panel>
        <Tabs.Panel value="indexes">
          <IndexSuggestions />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RegistryRules />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
