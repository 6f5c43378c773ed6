/** The number of events that a kiosk has set aside as dead letters; null for a kiosk of an earlier release. */
export const deadLetters: readonly string[] = ['ALTER TABLE kiosk_machine ADD COLUMN dead_letters bigint'];
