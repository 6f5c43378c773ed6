import type { GivenNumber } from '../rules/number-line.ts';
import type { LineNumber, WantedNumber } from './store.ts';

/**
 * The sequence of numbers that all kiosks of an office share, and that a single kiosk issues; see `tickets/rules/number-line`. A sibling
 * kiosk that answers too slowly is not asked until it has answered a trial request in time.
 */
export interface NumberLine {
  isThere(): boolean;
  /** Asks a sibling kiosk for a number, for a third of a second at most; `null`: this kiosk issues one of its own. */
  ask(wanted: WantedNumber): Promise<LineNumber | null>;
  /** Whether a sibling kiosk issued the number and must be asked before the number is reprinted. */
  isOthers(number: number): boolean;
  /** Asks the kiosk that issued the number whether it still belongs to this ticket; answers within some seconds. */
  isStillTheirs(given: GivenNumber & { readonly series: string }): Promise<boolean>;
}
