export interface NumberFaults {
  /** Labels (series and number) that two tickets carry, as far as this kiosk, the centre and the sibling kiosks know. */
  clashes(): readonly string[];
  /** `same-slot`: another kiosk counts the same numbers. `number-clash`: the last search found clashes. `null`: no fault. */
  notice(): 'same-slot' | 'number-clash' | null;
}
