import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { LanguageProvider } from './language.js';
import { router } from './routes.js';
import { theme, variables } from './theme.js';
import { ViewerProvider } from './viewer.js';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="light">
      <Notifications />
      <LanguageProvider>
        <ViewerProvider>
          <RouterProvider router={router} />
        </ViewerProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
