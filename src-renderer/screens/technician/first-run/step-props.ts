import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import type { FirstRunView } from '../../../../src-main/technician/contract/first-run.ts';

export type StepAt = FirstRunView['at'];
export type StepProps<S extends StepAt> = {
  state: ViewState;
  step: Extract<FirstRunView, { at: S }>;
  /**
   * To be called when a keypad that fills the page opens or closes. `pad` names the keypad, so that each keypad begins on its first page.
   */
  onPad: (isOpen: boolean, pad?: string) => void;
};
