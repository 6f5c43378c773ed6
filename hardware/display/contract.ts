import type { DeviceState } from '../link/device-state.ts';
/** A call as a display shows it. */
export interface ShownCall {
  /** Of the last time it was called: another one each time. */
  id: string;
  /** As on paper: `A057`. */
  number: string;
  /** Where to go, as a person reads it: `Taula 3`. */
  desk: string;
  /** How long ago it was called, milliseconds. */
  ageMs: number;
}

/** How a display is, for the technician: displays do not answer, so that this is how its line is. */
export type DisplayState = DeviceState;

/** A display or a beacon as its user sees it. */
export interface Display {
  state(): DisplayState;
  /** Called at each change of state; returns how to stop listening. */
  onState(listener: (state: DisplayState) => void): () => void;
  /** `null`: nothing holds, and nothing is to be read there. */
  show(call: ShownCall | null): void;
  /** Leaves it blank, as far as its line carries that. */
  close(): Promise<void>;
}
