import { createHashRouter } from 'react-router';
import { routes as cases } from './screens/cases/routes.js';
import { routes as catalogue, requests } from './screens/catalogue/routes.js';
import { routes as developing, own as ofDeveloper } from './screens/developing/routes.js';
import { routes as entry, own } from './screens/entry/routes.js';
import { routes as governing } from './screens/governing/routes.js';
import { routes as graph } from './screens/graph/routes.js';
import { routes as guides } from './screens/guides/routes.js';
import { routes as producing } from './screens/producing/routes.js';
import { Broken } from './shell/broken.js';
import { Shell } from './shell/shell.js';
import { SignedIn } from './shell/signed-in.js';

/** Every screen; each is fetched when it is opened first. Addresses stand behind `#`, so that the hub serves one page. */
export const router = createHashRouter([
  {
    Component: Shell,
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [
      ...entry,
      ...catalogue,
      ...developing,
      ...guides,
      {
        Component: SignedIn,
        children: [...own, ...requests, ...ofDeveloper, ...cases, ...producing, ...graph, ...governing],
      },
      { path: '*', Component: Broken },
    ],
  },
]);
