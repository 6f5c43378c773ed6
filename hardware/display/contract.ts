import type { DeviceState } from '../link/device-state.ts';
export interface ShownCall {
  /** A new id for each call, also when the same ticket is called again. */
  id: string;
  /** The number as on paper: `A057`. */
  number: string;
  /** The destination as a citizen reads it: `Taula 3`. */
  desk: string;
  ageMs: number;
}

/** The state of the link, because displays do not answer. */
export type DisplayState = DeviceState;

export interface Display {
  state(): DisplayState;
  onState(listener: (state: DisplayState) => void): () => void;
  /** Shows a call; `null` blanks the display. */
  show(call: ShownCall | null): void;
  /** Blanks the display, if the link still takes the command, and closes the link. */
  close(): Promise<void>;
}
