import type { GivenNumber } from '../rules/number-line.ts';
import type { LineNumber, WantedNumber } from './store.ts';

/**
 * The office's common sequence of numbers, issued by a sibling kiosk; see `tickets/rules/number-line`. A sibling that answers too slowly is
 * skipped until it answers a trial in time.
 */
export interface NumberLine {
  /** Whether a sibling can be asked now. */
  isThere(): boolean;
  /** Asks a sibling for a number, for a third of a second at most; `null`: this kiosk issues its own. */
  ask(wanted: WantedNumber): Promise<LineNumber | null>;
  /** Whether a number belongs to a sibling kiosk, which must be asked before the number is reprinted. */
  isOthers(number: number): boolean;
  /** Asks the issuing kiosk whether the number still belongs to this ticket; answers within some seconds. */
  isStillTheirs(given: GivenNumber & { readonly series: string }): Promise<boolean>;
}
