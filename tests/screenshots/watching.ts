import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { boundsOf, type Case, subjectOf } from './cases.ts';
import { worstRatio } from './contrast.ts';
import type { Undecided } from './page/contrast.ts';
import type { Look, SeenText } from './page/report.ts';
import type { Seen } from './page/show.ts';
import type { Screens } from './screens.ts';

/** Shows a screen, runs `first` on its first page, and returns the misfits and texts of all its pages. */
export async function lookAt(
  screens: Screens,
  panel: Panel,
  one: Case,
  first: () => Promise<void> = () => Promise.resolve(),
): Promise<Seen> {
  await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
  await first();
  return screens.page.evaluate((bounds) => window.watch.lookAtShown(bounds), boundsOf(one, panel));
}

export const find = ({ page }: Screens, panel: Panel, one: Case): Promise<Look> =>
  page.evaluate(([subject, bounds]) => window.watch.find(subject, bounds), [
    subjectOf(one, panel),
    boundsOf(one, panel),
  ] as const);

export const read = ({ page }: Screens, panel: Panel, one: Case): Promise<SeenText[]> =>
  page.evaluate(([subject, bounds]) => window.watch.readScreen(subject, bounds), [
    subjectOf(one, panel),
    boundsOf(one, panel),
  ] as const);

/** WCAG 2 requires this contrast of small type at level AAA; the kiosk has it for all text. */
const LEAST_RATIO = 7;

export interface Heard {
  violations: string[];
  faint: string[];
  byPixels: number;
}

export async function hear(screens: Screens): Promise<Heard> {
  const { violations, faint, undecided } = await screens.page.evaluate(
    (least) => window.watch.askAxe(least),
    LEAST_RATIO,
  );
  return { violations, faint: [...faint, ...(await faintByPixels(screens, undecided))], byPixels: undecided.length };
}

async function faintByPixels(screens: Screens, undecided: readonly Undecided[]): Promise<string[]> {
  if (undecided.length === 0) return [];
  const topPx = Math.max(0, Math.floor(Math.min(...undecided.map(({ box }) => box.top))));
  const bottomPx = Math.ceil(Math.max(...undecided.map(({ box }) => box.bottom)));
  const image = await loadImage(await screens.picture({ topPx, bottomPx, isKept: false }));
  const canvas = createCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const ground = pen.getImageData(0, 0, image.width, image.height);
  return undecided.flatMap(({ what, box, ink }) => {
    const ratio = worstRatio(ground, { ...box, top: box.top - topPx, bottom: box.bottom - topPx }, ink);
    return ratio >= LEAST_RATIO ? [] : [`${ratio.toFixed(1)}:1 ${what}`];
  });
}
