import type { EventKind } from '../contract/kiosk/event-catalogue.ts';
import type { Screen, ScreenOf } from '../contract/kiosk/view-state.ts';

/** By the right code of the staff. */
type StaffLogin = { readonly at: 'staff' };

type PinScreen = Extract<Screen, { screen: 'technician-pin' }>;

export type PinStep = PinScreen['step'];

/** How far a technician has come in before the PIN is right. */
export interface PinLogin {
  readonly at: 'technician-pin';
  readonly step: PinStep;
  readonly checking: boolean;
  readonly notice: PinScreen['notice'];
}

export type TechnicianPage = Exclude<ScreenOf<'page'>, 'technician-fault'>;

/** Over the page whose line was touched. */
export interface FaultLogin {
  readonly at: 'technician-fault';
  readonly kind: EventKind;
  readonly from: TechnicianPage;
}

/** A PIN still to be given, a page behind it, or the staff's view. */
export type TechnicianLogin =
  | PinLogin
  | StaffLogin
  | FaultLogin
  | { [P in TechnicianPage]: { readonly at: P } }[TechnicianPage];

/** `staff`: it is the staff's code. `chosen`: a first PIN that will do, to be typed once more. `not-kept`: the disk did not take it. */
export type PinResult = 'right' | 'staff' | 'chosen' | NonNullable<PinScreen['notice']>;

export type LoginEvent =
  | { type: 'pin-sent' }
  /** `page`: where a right one leads, where that is not the status. */
  | { type: 'pin-checked'; result: PinResult; page?: TechnicianPage }
  | { type: 'show'; page: TechnicianPage };

export const openLogin = (hasPin: boolean): TechnicianLogin => ({
  at: 'technician-pin',
  step: hasPin ? 'enter' : 'choose',
  checking: false,
  notice: null,
});

/** The login after an event. One that means nothing here changes nothing: only the result of a PIN that was sent leads in. */
export function stepLogin(login: TechnicianLogin, event: LoginEvent): TechnicianLogin {
  if (login.at === 'staff') return login;
  if (login.at !== 'technician-pin')
    return event.type === 'show' && event.page !== login.at ? { at: event.page } : login;
  switch (event.type) {
    case 'pin-sent':
      return login.checking ? login : { ...login, checking: true, notice: null };
    case 'pin-checked':
      return login.checking ? afterPin(login.step, event.result, event.page ?? 'technician') : login;
    case 'show':
      return login;
  }
}

function afterPin(step: PinStep, result: PinResult, page: TechnicianPage): TechnicianLogin {
  const at = 'technician-pin';
  if (result === 'right') return { at: page };
  if (result === 'staff') return { at: 'staff' };
  if (result === 'chosen') return { at, step: 'repeat', checking: false, notice: null };
  // Whoever typed two different ones knows neither: from the beginning.
  return { at, step: step === 'enter' ? 'enter' : 'choose', checking: false, notice: result };
}
