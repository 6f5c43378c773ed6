import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { PRINT_JOB_STATE } from '../../../src-main/domain/print-job.ts';
import type { ParamsOf, TouchMethod } from '../../../src-main/session/contract/kiosk-api.ts';
import type { Screen, ViewState } from '../../../src-main/session/contract/view-state.ts';
import { type FirstRunStep, stepsAsked } from '../../../src-main/technician/rules/first-run.ts';
import { appearanceOf } from '../../support/appearance.ts';

const PIN = '508263';
const STEPS = stepsAsked(false);
export const SLOT = 2;

type Wanted<M extends TouchMethod> = { method: M; params: Omit<ParamsOf<M>, 'stamp'> };
/** A touch; `null`: the technician waits for the next screen. */
export type Touch = { [M in TouchMethod]: Wanted<M> }[TouchMethod] | null;

type StepView = Extract<Screen, { screen: 'technician-first-run' }>['step'];

export function nextTouch({ view }: ViewState): Touch {
  switch (view.screen) {
    case 'technician-welcome':
      return { method: 'beginFirstRun', params: view.at === null ? { language: 'es' } : {} };
    case 'technician-pin':
      if (view.checking || view.waitSeconds !== null) return null;
      return { method: view.step === 'enter' ? 'enterPin' : 'setPin', params: { pin: PIN } };
    case 'technician-first-run':
      return touchAt(view.step);
    default:
      throw new Error(`a first run has come to ${view.screen}`);
  }
}

function touchAt(step: StepView): Touch {
  const { panelId: _name, ...panel } = appearanceOf().panel;
  switch (step.at) {
    case 'language':
      return { method: 'chooseTechnicianLanguage', params: { language: 'es' } };
    case 'panel':
      return { method: 'setPanel', params: { panel } };
    case 'network':
      return { method: 'endStep', params: { step: 'network', end: 'done' } };
    case 'office':
      return { method: 'chooseOffice', params: { officeId: OfficeId.parse('demonstration') } };
    case 'slot':
      return { method: 'takeSlot', params: { slot: SLOT } };
    case 'pairing':
    case 'replaced':
    case 'printer':
    case 'scanner':
      return { method: 'endStep', params: { step: step.at, end: 'skipped' } };
    case 'ticket':
      if (step.ticket?.print === 'printed') return { method: 'endStep', params: { step: 'ticket', end: 'done' } };
      if (step.ticket !== null && !PRINT_JOB_STATE[step.ticket.print].ended) return null;
      return step.missing === null ? { method: 'takeFirstTicket', params: {} } : null;
    case 'summary':
      return { method: 'finishFirstRun', params: {} };
  }
}

/** The number of done steps; `null`: the screen does not show the count. */
export function stepsBehind({ view }: ViewState): number | null {
  if (view.screen === 'technician-welcome') return view.at === null ? 0 : indexOf(view.at);
  if (view.screen === 'technician-first-run') return indexOf(view.step.at);
  return view.screen === 'technician-pin' ? null : STEPS.length;
}

const indexOf = (step: FirstRunStep | 'summary'): number => (step === 'summary' ? STEPS.length : STEPS.indexOf(step));
