// This page shows one screen by the renderer as it ships. The gallery's messages take the place of the core.
import './stub.ts';
import '../../../../src-renderer/main.tsx';
import { show } from '../../page/show.ts';
import { IS_READY, type ShowThis, type Stands } from './messages.ts';

const MOST_PAGES = 40;
const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
const isSeen = (part: Element): boolean => part.checkVisibility({ visibilityProperty: true });

async function turnTo(find: string): Promise<Stands['box']> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const part = [...document.querySelectorAll(find)].find(isSeen);
    if (part !== undefined) {
      const { x, y, width, height } = part.getBoundingClientRect();
      return { x, y, width, height };
    }
    const next = document.querySelector<HTMLButtonElement>('.pager-next:not(:disabled)');
    if (next === null) return null;
    next.click();
    await frame();
    await frame();
  }
  return null;
}

let latest = 0;
window.addEventListener('message', async ({ data }: MessageEvent<ShowThis>) => {
  latest += 1;
  const mine = latest;
  await show(data.subject);
  const box = data.find === null ? null : await turnTo(data.find);
  const answer: Stands = { box };
  if (mine === latest) window.parent.postMessage(answer, '*');
});
window.parent.postMessage(IS_READY, '*');
