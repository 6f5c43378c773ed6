import type { FirstRunView } from '../../../src-main/contract/kiosk/screens/first-run.ts';
import type { ViewState } from '../../../src-main/contract/kiosk/view-state.ts';

export type StepAt = FirstRunView['at'];
export type StepProps<S extends StepAt> = {
  state: ViewState;
  step: Extract<FirstRunView, { at: S }>;
  /** Something is typed at this step: its keys fill the page. */
  onPad: (isOpen: boolean) => void;
};
