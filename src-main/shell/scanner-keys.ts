import { beginWedge, stepWedge } from '../../hardware/scanner/wedge.ts';
import type { Log } from '../ports/log.ts';
import type { CoreLink } from './core-link.ts';

/** The fields of Electron's `before-input-event` by which a scanner's key is recognised. */
export interface WindowKey {
  type: string;
  key: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
  isAutoRepeat: boolean;
}

/**
 * Sends to the core what a scanner that types like a keyboard types, if the office has one; returns whether to hide the key from the page.
 * `atMs` is monotonic.
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
