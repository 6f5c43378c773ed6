import type { CentreNote } from '../../contract/shared/centre-note.ts';
import type { NoteView } from '../contract/first-run.ts';

/** A note about the centre that was read, and that a technician has yet to confirm. USB sticks are read only after `look`. */
export interface CentreNotes {
  state(): NoteView;
  look(): void;
  scanned(text: string): void;
  /** The shown note if it has this number, and its authority's fingerprint; `null` if another note is shown. */
  shown(no: number): { note: CentreNote; fingerprint: string | null } | null;
  drop(): void;
  onChange(listener: () => void): void;
}
