import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/akun', lazy: async () => ({ Component: (await import('./accounts.js')).Accounts }) },
  { path: '/pengaturan', lazy: async () => ({ Component: (await import('./settings.js')).Settings }) },
  { path: '/audit', lazy: async () => ({ Component: (await import('./audit.js')).Audit }) },
];
