import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/mulai', lazy: async () => ({ Component: (await import('./starter.js')).Starter }) },
];
export const own: RouteObject[] = [
  { path: '/kunci', lazy: async () => ({ Component: (await import('./keys.js')).Keys }) },
  { path: '/kueri', lazy: async () => ({ Component: (await import('./saved.js')).SavedQueries }) },
];
