import type { GraphiQLPlugin } from '@graphiql/react';
import { lazy, Suspense, type SVGProps } from 'react';

const Panel = lazy(() => import('./panel.js').then(({ SavedQueries }) => ({ default: SavedQueries })));

const Content = () => (
  <Suspense fallback={null}>
    <Panel />
  </Suspense>
);

const Icon = (props: SVGProps<SVGSVGElement>) => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: the button that it stands in has a name
  <svg height="1em" viewBox="0 0 20 24" fill="none" {...props}>
    <path stroke="currentColor" strokeWidth="1.5" d="M3.75 2.75h12.5v18.5L10 16.5l-6.25 4.75z" />
  </svg>
);

/**
 * The panel of saved queries. GraphiQL knows plugins by their titles, and closes what is open when it is given others:
 * the title of this one is the same in both languages.
 */
export const savedPlugin: GraphiQLPlugin = {
  title: 'Kueri tersimpan / Saved queries',
  icon: Icon,
  content: Content,
};
