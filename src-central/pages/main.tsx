import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '../../src-renderer/styles/tokens.css';
import '../../src-renderer/styles/staff.css';
import './pages.css';
import './office/without-eval.ts';
import { start } from './app.tsx';

const contrast = matchMedia('(prefers-contrast: more)');
const apply = (): void => {
  if (contrast.matches) document.documentElement.dataset.contrast = 'high';
  else delete document.documentElement.dataset.contrast;
};
contrast.addEventListener('change', apply);
apply();
void start();
