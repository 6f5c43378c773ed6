/** Finds all tickets of a desk's order: two kiosks without contact may have carried out one order on two tickets. */
export const livesById: readonly string[] = ['CREATE INDEX ticket_life_by_id ON ticket_life (city_id, life_id)'];
