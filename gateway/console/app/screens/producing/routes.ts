import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/terbitkan', lazy: async () => ({ Component: (await import('./publish.js')).Publish }) },
  { path: '/data-saya', lazy: async () => ({ Component: (await import('./mine.js')).Mine }) },
  {
    path: '/data-saya/:name',
    lazy: async () => ({ Component: (await import('./my-dataset.js')).MyDataset }),
  },
];
