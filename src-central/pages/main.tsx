import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '../../src-renderer/styles/tokens.css';
import '../../src-renderer/styles/staff.css';
import './pages.css';
import { config } from 'zod/v4/core';
import { start } from './app.tsx';

const contrast = matchMedia('(prefers-contrast: more)');
const apply = (): void => {
  if (contrast.matches) document.documentElement.dataset.contrast = 'high';
  else delete document.documentElement.dataset.contrast;
};
contrast.addEventListener('change', apply);
apply();
// zod must not generate code at run time, because the page's content security policy refuses it. Pages with schemas are loaded later.
config({ jitless: true });
void start();
