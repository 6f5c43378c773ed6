import type { Screen } from '../contract/kiosk/view-state.ts';

type PinScreen = Extract<Screen, { screen: 'technician-pin' }>;

export type PinStep = PinScreen['step'];

/** How far a technician has come in: a PIN still to be given, or behind it. */
export type TechnicianDoor =
  | { readonly step: PinStep; readonly checking: boolean; readonly notice: PinScreen['notice'] }
  | { readonly step: 'status' }
  | { readonly step: 'pairing' };

/** `chosen`: a first PIN that will do, to be typed once more. `not-kept`: the disk did not take it. */
export type PinOutcome = 'right' | 'chosen' | NonNullable<PinScreen['notice']>;

export type DoorEvent =
  | { type: 'pin-sent' }
  | { type: 'pin-checked'; outcome: PinOutcome }
  | { type: 'show'; page: 'status' | 'pairing' }
  | { type: 'back' };

export const openDoor = (hasPin: boolean): TechnicianDoor => ({
  step: hasPin ? 'enter' : 'choose',
  checking: false,
  notice: null,
});

export const isBehindPin = (door: TechnicianDoor): boolean => door.step === 'status' || door.step === 'pairing';

/**
 * The door after an event; `null` when the technician has left. An event that means nothing here changes nothing: only the outcome of
 * a PIN that was sent leads in.
 */
export function stepDoor(door: TechnicianDoor, event: DoorEvent): TechnicianDoor | null {
  if (door.step === 'status' || door.step === 'pairing') {
    if (event.type === 'show') return event.page === door.step ? door : { step: event.page };
    return event.type === 'back' && door.step === 'pairing' ? { step: 'status' } : door;
  }
  switch (event.type) {
    case 'pin-sent':
      return door.checking ? door : { step: door.step, checking: true, notice: null };
    case 'pin-checked':
      return door.checking ? afterPin(door.step, event.outcome) : door;
    case 'show':
      return door;
    case 'back':
      return null;
  }
}

function afterPin(step: PinStep, outcome: PinOutcome): TechnicianDoor {
  if (outcome === 'right') return { step: 'status' };
  if (outcome === 'chosen') return { step: 'repeat', checking: false, notice: null };
  // Whoever typed two different ones knows neither: from the beginning.
  return { step: step === 'enter' ? 'enter' : 'choose', checking: false, notice: outcome };
}
