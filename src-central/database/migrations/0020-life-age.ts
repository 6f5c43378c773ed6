/** The age of a desk's command when the kiosk carried it out, in milliseconds. */
export const lifeAge: readonly string[] = ['ALTER TABLE ticket_life ADD COLUMN age_ms bigint NOT NULL DEFAULT 0'];
