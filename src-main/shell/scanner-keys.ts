import { beginWedge, stepWedge } from '../../hardware/scanner/wedge.ts';
import type { Log } from '../ports/log.ts';
import type { CoreLink } from './core-link.ts';

/** Of Electron's `before-input-event`, what a scanner's key is known by. */
export interface WindowKey {
  type: string;
  key: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
  isAutoRepeat: boolean;
}

/**
 * Brings what a scanner types to the core, in an office whose scanner does; answers whether a key is to be kept from the page. `atMs` is
 * monotonic.
 */
export function createScannerKeys(
  core: Pick<CoreLink, 'request' | 'hasWedge'>,
  log: Log,
): (key: WindowKey, atMs: number) => boolean {
  let state = beginWedge();
  return ({ type, key, control, alt, meta, isAutoRepeat }, atMs) => {
    // A key that was kept back when it went down comes up unseen as well: Chromium sees to it.
    if (type !== 'keyDown' || !core.hasWedge()) return false;
    const step = stepWedge(state, { key, isCommand: control || alt || meta, isRepeat: isAutoRepeat, atMs });
    ({ state } = step);
    if (step.rejected !== null) log.event('scanner-drop', { cause: step.rejected });
    const text = step.code?.text ?? null;
    if (text !== null)
      void core.request('scanned', { text }).then((answer) => {
        if (!answer.ok) log.event('scan-refused', { reason: answer.error.kind });
      });
    return step.isScanners;
  };
}
