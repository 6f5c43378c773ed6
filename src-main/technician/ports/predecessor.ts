import type { PredecessorStage } from '../rules/predecessor.ts';

export interface PredecessorState {
  stage: PredecessorStage;
  slot: number;
  name: string;
  /** Time of the centre's last contact with the replaced kiosk, milliseconds since 1970; `null`: never. */
  lastHeardMs: number | null;
  events: number;
  unread: number;
}

export interface Predecessor {
  state(): PredecessorState | null;
  /**
   * Searches plugged-in disks for the replaced kiosk's journal and sends its events; does nothing while it searches or sends, and once the
   * events are sent. `state` shows the result.
   */
  read(): void;
  onChange(listener: () => void): void;
}
