/** The index finds all tickets of a desk's command, because two kiosks without contact may have carried it out on two tickets. */
export const livesById: readonly string[] = ['CREATE INDEX ticket_life_by_id ON ticket_life (city_id, life_id)'];
