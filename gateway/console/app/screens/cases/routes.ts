import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/permohonan', lazy: async () => ({ Component: (await import('./cases.js')).Cases }) },
  { path: '/permohonan/:number', lazy: async () => ({ Component: (await import('./case.js')).Case }) },
  {
    path: '/keadaan',
    lazy: async () => ({ Component: (await import('./state-of-things.js')).StateOfThings }),
  },
];
