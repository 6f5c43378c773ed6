/** How old a desk's order was when it was carried out, milliseconds. */
export const lifeAge: readonly string[] = ['ALTER TABLE ticket_life ADD COLUMN age_ms bigint NOT NULL DEFAULT 0'];
