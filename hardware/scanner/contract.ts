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
  /** `null` where the bytes are not UTF-8 text, as in the QR code of MiDNI (Spain's identity card app). Group separators are kept. */
  text: string | null;
  bytes: Uint8Array;
  /** `null` if the scanner does not report it. */
  symbology: Symbology | null;
}

/**
 * Reasons why bytes became no code.
 * - `too-long`: the code has more bytes than the profile allows.
 * - `half-frame`: the scanner was unplugged or fell silent before the code's end.
 * - `no-prefix`: the prefix of the profile was missing.
 * - `repeated`: the same code was read less than two seconds ago.
 */
export type DropCause = 'too-long' | 'half-frame' | 'no-prefix' | 'repeated';

export type ScannerState = DeviceState;

export type TriggerPosition = 'on' | 'off';

/** `sent`: the link accepted the command; scanners do not answer. */
export type TriggerAnswer = 'sent' | 'not-ready' | 'no-trigger';

export interface Scanner {
  state(): ScannerState;
  onState(listener: (state: ScannerState) => void): () => void;
  onScan(listener: (code: ScannedCode) => void): () => void;
  /** Calls `listener` with the cause of each drop, for the log. The dropped bytes are not reported. */
  onDrop(listener: (cause: DropCause) => void): () => void;
  /** Starts or stops reading if the profile has a command for it. A scanner that reconnects gets the last command again. */
  trigger(position: TriggerPosition): TriggerAnswer;
  close(): Promise<void>;
}
