import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import type { FirstRunView } from '../../../../src-main/technician/contract/first-run.ts';

export type StepAt = FirstRunView['at'];
export type StepProps<S extends StepAt> = {
  state: ViewState;
  step: Extract<FirstRunView, { at: S }>;
  /** Something is typed or set at this step and fills the page; `pad` says what, so that its pages begin with the first. */
  onPad: (isOpen: boolean, pad?: string) => void;
};
