import { createClient } from '@wasl/contract';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';
import './proof.css';
import { App } from './ui/App.tsx';

const place = document.getElementById('console');
if (place === null) throw new Error('index.html has no element "console"');
const client = createClient({ baseUrl: '', fetch: window.fetch.bind(window) });
createRoot(place).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
