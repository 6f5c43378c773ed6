/** Faults of this kiosk's numbers of today, for staff and technicians. */
export interface NumberFaults {
  /** Labels that two tickets of the office carry, as far as this kiosk, its centre and its office's other kiosks know: two people hold each. */
  clashes(): readonly string[];
  /** `same-slot`: another kiosk counts the same numbers as this one. `null` while all is well. */
  notice(): 'same-slot' | 'number-clash' | null;
}
