import 'graphiql/setup-workers/vite';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './explorer.css';
import './bar.css';
import './answer/answer.css';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../app/language.js';
import { Explorer } from './explorer.js';

const place = document.getElementById('explorer');
if (place)
  createRoot(place).render(
    <LanguageProvider>
      <Explorer />
    </LanguageProvider>,
  );
