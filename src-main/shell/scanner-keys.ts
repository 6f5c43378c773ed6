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
 * Collects the keys of a scanner that types like a keyboard and sends each code to the core, if the office has such a scanner. The returned
 * function says whether to hide a key from the page; its `atMs` is monotonic.
 */
export function createScannerKeys(
  core: Pick<CoreLink, 'request' | 'hasWedge'>,
  log: Log,
): (key: WindowKey, atMs: number) => boolean {
  let state = beginWedge();
  return ({ type, key, control, alt, meta, isAutoRepeat }, atMs) => {
    // Only key presses are examined: Chromium also hides the release of a key whose press was hidden.
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
