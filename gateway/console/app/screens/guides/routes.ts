import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/panduan/:role', lazy: async () => ({ Component: (await import('./guide.js')).Guide }) },
];
