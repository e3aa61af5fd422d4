import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/katalog', lazy: async () => ({ Component: (await import('./catalogue.js')).Catalogue }) },
  { path: '/katalog/:name', lazy: async () => ({ Component: (await import('./dataset.js')).DatasetPage }) },
  { path: '/wilayah/:code', lazy: async () => ({ Component: (await import('./region.js')).RegionPage }) },
];
export const requests: RouteObject[] = [
  { path: '/izin', lazy: async () => ({ Component: (await import('./requests.js')).AccessRequests }) },
];
