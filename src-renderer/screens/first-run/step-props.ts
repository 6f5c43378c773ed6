import type { FirstRunView } from '../../../src-main/contract/kiosk/screens/first-run.ts';

export type StepAt = FirstRunView['at'];
export type StepProps<S extends StepAt> = { step: Extract<FirstRunView, { at: S }> };
