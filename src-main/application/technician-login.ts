import type { Screen, ScreenOf } from '../contract/kiosk/view-state.ts';

type PinScreen = Extract<Screen, { screen: 'technician-pin' }>;

export type PinStep = PinScreen['step'];

/** How far a technician has come in before the PIN is right. */
export interface PinLogin {
  readonly at: 'technician-pin';
  readonly step: PinStep;
  readonly checking: boolean;
  readonly notice: PinScreen['notice'];
}

export type TechnicianPage = ScreenOf<'page'>;

/** A PIN still to be given, or a page behind it. */
export type TechnicianLogin = PinLogin | { [P in TechnicianPage]: { readonly at: P } }[TechnicianPage];

/** `chosen`: a first PIN that will do, to be typed once more. `not-kept`: the disk did not take it. */
export type PinResult = 'right' | 'chosen' | NonNullable<PinScreen['notice']>;

export type LoginEvent =
  | { type: 'pin-sent' }
  | { type: 'pin-checked'; outcome: PinResult }
  | { type: 'show'; page: TechnicianPage };

export const openLogin = (hasPin: boolean): TechnicianLogin => ({
  at: 'technician-pin',
  step: hasPin ? 'enter' : 'choose',
  checking: false,
  notice: null,
});

/** The door after an event. One that means nothing here changes nothing: only the outcome of a PIN that was sent leads in. */
export function stepLogin(door: TechnicianLogin, event: LoginEvent): TechnicianLogin {
  if (door.at !== 'technician-pin') return event.type === 'show' && event.page !== door.at ? { at: event.page } : door;
  switch (event.type) {
    case 'pin-sent':
      return door.checking ? door : { ...door, checking: true, notice: null };
    case 'pin-checked':
      return door.checking ? afterPin(door.step, event.outcome) : door;
    case 'show':
      return door;
  }
}

function afterPin(step: PinStep, outcome: PinResult): TechnicianLogin {
  const at = 'technician-pin';
  if (outcome === 'right') return { at: 'technician' };
  if (outcome === 'chosen') return { at, step: 'repeat', checking: false, notice: null };
  // Whoever typed two different ones knows neither: from the beginning.
  return { at, step: step === 'enter' ? 'enter' : 'choose', checking: false, notice: outcome };
}
