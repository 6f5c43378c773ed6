import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import type { FirstRunView } from '../../../../src-main/technician/contract/first-run.ts';

export type StepAt = FirstRunView['at'];
export type StepProps<S extends StepAt> = {
  state: ViewState;
  step: Extract<FirstRunView, { at: S }>;
  /**
   * Call it when a pad for typing or setting opens or closes, which fills the page. `pad` names the pad, so that its pages begin with the
   * first.
   */
  onPad: (isOpen: boolean, pad?: string) => void;
};
