import type { PrinterProfile } from '../printer/profile.ts';
import type { CoverState, SlipState } from './dialect.ts';
import type { Fault, ScriptedFault } from './faults.ts';
import type { Bitmap } from './glyphs.ts';
import type { HostListeners, HostSide } from './host-side.ts';
import type { Roll } from './mechanism.ts';
import type { Paper } from './paper.ts';

export const DIALECTS = ['epson', 'star', 'custom'] as const;
export type DialectName = (typeof DIALECTS)[number];

export type Transport =
  /** Default: 127.0.0.1 and any free port. */
  | { kind: 'tcp'; host?: string; port?: number }
  /** `path` is one end of a pair of ptys in raw mode. */
  | { kind: 'pty'; path: string }
  | { kind: 'line'; open(on: HostListeners): Promise<HostSide> };

export interface VirtualPrinterOptions {
  /** Default: TCP. */
  transport?: Transport;
  profile: PrinterProfile;
  /** Default: the profile's. */
  dialect?: DialectName;
  /** Default: the profile's speed. The cutter becomes faster or slower by the same factor. */
  speedMmPerS?: number;
  /** Limits input to a serial line of this speed (8N1). Default: no limit. */
  baudRate?: number;
  /** The printer stops reading when its buffer is this full. Default 65,536. */
  bufferBytes?: number;
  /** Default: an endless roll. */
  roll?: Roll;
  faults?: readonly ScriptedFault[];
  /** Pictures stored in the printer, by the key or number that selects them. */
  logos?: Readonly<Record<string, Bitmap>>;
  /** False: papers have only lines and lengths, no dots. Default true. */
  draws?: boolean;
  /** Default 100; the oldest papers are dropped. */
  papersKept?: number;
  onPaper?: (paper: Paper) => void;
}

export interface VirtualPrinter {
  /** The TCP port; 0 without a network. */
  port: number;
  papers: readonly Paper[];
  paper(): SlipState;
  cover(): CoverState;
  /** Sets the paper sensor; `ok` and `low` insert a new roll. */
  setPaper(state: SlipState): void;
  setPaperLeft(lengthMm: number): void;
  paperLeftMm(): number;
  setCover(state: CoverState): void;
  hanging(): readonly string[];
  tearOff(): void;
  inflict(fault: Fault): void;
  /** Replaces the planned faults that have not happened. */
  plan(faults: readonly ScriptedFault[]): void;
  /** Ends every fault except `slow`, as a technician would, and drops the planned faults. */
  mend(): void;
  /** Calls `listener` at each cut or tear-off. Returns a function that stops it. */
  onPaper(listener: (paper: Paper) => void): () => void;
  /** Calls `listener` after each printed line or feed, with the text of that line. */
  onLine(listener: (text: string) => void): () => void;
  onState(listener: () => void): () => void;
  onFault(listener: (fault: Fault) => void): () => void;
  /** Calls `listener` with all bytes the printer accepts, including real-time commands. */
  onReceive(listener: (bytes: Uint8Array) => void): () => void;
  /** Switches the printer off: connections and memory are lost. */
  close(): Promise<void>;
}
