import { beginWedge, stepWedge } from '../../hardware/scanner/wedge.ts';
import type { Log } from '../ports/log.ts';
import type { CoreLink } from './core-link.ts';

/** The part of Electron's `before-input-event` that identifies a scanner's key. */
export interface WindowKey {
  type: string;
  key: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
  isAutoRepeat: boolean;
}

/**
 * Sends a typing scanner's text to the core if the office's scanner is a keyboard; returns whether to hide the key from the page. `atMs` is
 * monotonic.
 */
export function createScannerKeys(
  core: Pick<CoreLink, 'request' | 'hasWedge'>,
  log: Log,
): (key: WindowKey, atMs: number) => boolean {
  let state = beginWedge();
  return ({ type, key, control, alt, meta, isAutoRepeat }, atMs) => {
    // Chromium also hides the release of a key whose press was hidden.
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
