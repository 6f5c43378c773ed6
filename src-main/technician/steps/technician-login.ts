import type { EventKind } from '../../session/contract/event-catalogue.ts';
import type { Screen, ScreenOf } from '../../session/contract/view-state.ts';

type StaffLogin = { readonly at: 'staff' };

type PinScreen = Extract<Screen, { screen: 'technician-pin' }>;

export type PinStep = PinScreen['step'];

export interface PinLogin {
  readonly at: 'technician-pin';
  readonly step: PinStep;
  readonly checking: boolean;
  readonly notice: PinScreen['notice'];
}

export type TechnicianPage = Exclude<ScreenOf<'page'>, 'technician-fault'>;

export interface FaultLogin {
  readonly at: 'technician-fault';
  readonly kind: EventKind;
  readonly from: TechnicianPage;
}

export type TechnicianLogin =
  | PinLogin
  | StaffLogin
  | FaultLogin
  | { [P in TechnicianPage]: { readonly at: P } }[TechnicianPage];

/**
 * The result of typed digits. `staff`: the right staff code. `chosen`: an acceptable first PIN, which must be typed again. `not-kept`: the
 * disk refused to save the first PIN, or to read the stored PIN or code.
 */
export type PinResult = 'right' | 'staff' | 'chosen' | NonNullable<PinScreen['notice']>;

export type LoginEvent =
  | { type: 'pin-sent' }
  /** `page`: the page that a right PIN opens instead of the status page. */
  | { type: 'pin-checked'; result: PinResult; page?: TechnicianPage }
  | { type: 'show'; page: TechnicianPage };

export const openLogin = (hasPin: boolean): TechnicianLogin => ({
  at: 'technician-pin',
  step: hasPin ? 'enter' : 'choose',
  checking: false,
  notice: null,
});

/**
 * The login after an event; an event that the current screen does not handle changes nothing. From the screen of the PIN only the result of
 * a sent PIN leads to a page.
 */
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
  // After two different PINs the choice begins again.
  return { at, step: step === 'enter' ? 'enter' : 'choose', checking: false, notice: result };
}
