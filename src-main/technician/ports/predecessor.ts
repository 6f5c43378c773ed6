import type { PredecessorStage } from '../rules/predecessor.ts';

export interface PredecessorState {
  stage: PredecessorStage;
  slot: number;
  name: string;
  /** The centre's last contact with the replaced kiosk, milliseconds since 1970; `null`: never. */
  lastHeardMs: number | null;
  /** Events missing at the centre, by the last reading. */
  events: number;
  /** Corrupt lines of the replaced kiosk's journal. */
  unread: number;
}

/** The kiosk this one replaced, and the data on its disk. */
export interface Predecessor {
  /** State of the replaced kiosk's data; `null`: this kiosk replaced none. */
  state(): PredecessorState | null;
  /** Searches plugged-in disks for the replaced kiosk's journal and sends the events; one at a time. `state` shows the result. */
  read(): void;
  onChange(listener: () => void): void;
}
