import type { RouteObject } from 'react-router';
import { Home } from './home.js';

export const routes: RouteObject[] = [
  { path: '/', Component: Home },
  { path: '/masuk', lazy: async () => ({ Component: (await import('./sign-in.js')).SignIn }) },
  {
    path: '/password/:token',
    lazy: async () => ({ Component: (await import('./set-password.js')).SetPassword }),
  },
];
export const own: RouteObject[] = [
  {
    path: '/kata-sandi',
    lazy: async () => ({ Component: (await import('./change-password.js')).ChangePassword }),
  },
];
