import type { DeviceState } from '../link/device-state.ts';
/** The family of a code, by the letter of its AIM identifier (ISO/IEC 15424). */
export type Symbology =
  | 'aztec'
  | 'codabar'
  | 'code-39'
  | 'code-93'
  | 'code-128'
  | 'data-matrix'
  | 'ean-upc'
  | 'gs1-databar'
  | 'interleaved-2-of-5'
  | 'ocr'
  | 'pdf417'
  | 'qr'
  | 'other';

/** The content of one code, without prefix, suffix and AIM identifier. */
export interface ScannedCode {
  /** `null` where the bytes are no UTF-8 text: those of a binary QR, such as MiDNI's. Group separators stay in it. */
  text: string | null;
  bytes: Uint8Array;
  /** `null` where the scanner does not say. */
  symbology: Symbology | null;
}

/**
 * Why bytes became no code.
 * - `too-long`: more than the profile allows.
 * - `half-frame`: unplugged or silent before its end.
 * - `no-prefix`: not as the profile says that codes begin.
 * - `repeated`: the same code was there less than two seconds ago.
 */
export type DropCause = 'too-long' | 'half-frame' | 'no-prefix' | 'repeated';

/** The condition of a scanner, for the technician. The driver tries again without end in every condition but `ready`. */
export type ScannerState = DeviceState;

export type TriggerPosition = 'on' | 'off';

/** `sent` says that the link took it: scanners do not answer. */
export type TriggerAnswer = 'sent' | 'not-ready' | 'no-trigger';

/** A scanner as its user sees it. */
export interface Scanner {
  state(): ScannerState;
  /** Called at each change of state; returns how to stop listening. */
  onState(listener: (state: ScannerState) => void): () => void;
  onScan(listener: (code: ScannedCode) => void): () => void;
  /** For the log: never with what was read. */
  onDrop(listener: (cause: DropCause) => void): () => void;
  /** Makes it read or stop, where the profile knows how. A scanner that comes back gets the last order again. */
  trigger(position: TriggerPosition): TriggerAnswer;
  close(): Promise<void>;
}
