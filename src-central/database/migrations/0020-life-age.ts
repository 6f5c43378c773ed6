/** The time between the order of a desk and its execution by the kiosk, in milliseconds. */
export const lifeAge: readonly string[] = ['ALTER TABLE ticket_life ADD COLUMN age_ms bigint NOT NULL DEFAULT 0'];
