import { slipFonts } from '../../../config/fonts/slip-fonts.ts';
import { SLIP_WORDS } from '../../../config/locales/ticket-words.ts';
import { createCanvasShaper } from '../../../hardware/printer/canvas-shaper.ts';
import { readPicture } from '../../../hardware/printer/picture.ts';
import type { TextShaper } from '../../../hardware/printer/text-shaping.ts';
import type { LoadedOffice } from '../../configuration/load.ts';
import type { Log } from '../../ports/log.ts';
import type { Bitmap } from '../ports/printer.ts';
import type { SlipResources } from '../steps/render-resources.ts';

export interface RenderResources {
  /** The logo is missing until it has been read, a moment after the start. */
  paper(): SlipResources;
  shaper: TextShaper;
  /** Settles when fonts and logo are ready; slips are printed without waiting for this. */
  ready: Promise<void>;
}

/**
 * Starts to read fonts and logo, one file after the other. A file that cannot be read is logged and left out, so that tickets are printed
 * anyway.
 */
export function prepareRenderResources({ profile, template, logo: png }: LoadedOffice, log: Log): RenderResources {
  const shaper = createCanvasShaper(slipFonts());
  let logo: Bitmap | null = null;

  async function prepare(): Promise<void> {
    for (const file of await shaper.warmUp(profile.languages)) log.event('font-unreadable', { detail: file });
    if (png === null) return;
    const picture = await readPicture(png);
    if (picture.ok) logo = picture.value;
    else log.event(picture.error.kind, { detail: picture.error.detail });
  }

  return {
    paper: () => ({ profile, template, logo, words: SLIP_WORDS }),
    shaper,
    ready: prepare(),
  };
}
