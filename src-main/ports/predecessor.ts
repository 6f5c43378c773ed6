import type { PredecessorStage } from '../domain/predecessor.ts';

export interface PredecessorState {
  stage: PredecessorStage;
  slot: number;
  name: string;
  /** When the centre last heard it, milliseconds since 1970; `null`: never. */
  lastHeardMs: number | null;
  /** Events of it that the centre did not have; of the last reading. */
  events: number;
  /** Lines of its journal that are not as they were written. */
  unread: number;
}

/** The kiosk whose place this one has taken, and what its disk still holds. */
export interface Predecessor {
  /** `null`: it has taken nobody's place. */
  state(): PredecessorState | null;
  /** Looks for its journal on what is plugged in and sends what it has; one at a time. What comes of it is in `state`. */
  read(): void;
  onChange(listener: () => void): void;
}
